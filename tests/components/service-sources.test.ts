import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { imageContentTag, packageArchive } from "../../components/service-sources";
import { removeProjects, writeProject } from "../offline/projects";

const service = {
  Dockerfile: "FROM scratch",
  "requirements.txt": "boto3==1",
  "src/regional_app/__init__.py": "",
  "src/regional_app/journal.py": "handler = None",
};

const tagOf = (files: Record<string, string>) => imageContentTag(writeProject(files));

describe("the service's sources", () => {
  afterEach(removeProjects);

  it("give an image the same tag wherever they are", () => {
    assert.equal(tagOf(service), tagOf(service));
    assert.match(tagOf(service), /^[0-9a-f]{32}$/);
  });

  it("give another tag for any change, of a name too", () => {
    const changed = Object.keys(service).map((file) => tagOf({ ...service, [file]: "other" }));
    const { "src/regional_app/journal.py": text, ...others } = service;
    const renamed = tagOf({ ...others, "src/regional_app/journals.py": text });
    assert.equal(new Set([tagOf(service), renamed, ...changed]).size, 6);
  });

  it("are neither tests nor what Python leaves behind", () => {
    const beside = {
      "tests/test_it.py": "",
      "README.md": "",
      "src/regional_app/__pycache__/journal.pyc": "x",
      "src/regional_app.egg-info/PKG-INFO": "x",
    };
    assert.equal(tagOf({ ...service, ...beside }), tagOf(service));
  });

  it("make a package for a function, with the package at its root", async () => {
    const { assets } = packageArchive(writeProject(service));
    assert.deepEqual(Object.keys(await assets), [
      "regional_app/__init__.py",
      "regional_app/journal.py",
    ]);
  });

  it("are what the image's build may see", () => {
    const ignored = fs.readFileSync(path.join(__dirname, "../../app/.dockerignore"), "utf8");
    assert.deepEqual(ignored.trim().split("\n"), [
      "*",
      "!Dockerfile",
      "!requirements.txt",
      "!src",
      "**/__pycache__",
      "**/*.egg-info",
    ]);
  });
});
