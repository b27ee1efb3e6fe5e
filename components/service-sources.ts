import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";

/** What the image is made of, below the service's folder; its `.dockerignore` lets the same through. */
const imageParts = ["Dockerfile", "requirements.txt", "src"];

/**
 * A tag that changes if and only if the image's content does.
 *
 * @param folder The service's folder.
 */
export function imageContentTag(folder: string): string {
  const hash = createHash("sha256");
  for (const part of imageParts) {
    for (const file of sourceFiles(path.join(folder, part))) {
      const content = fs.readFileSync(file);
      const name = path.relative(folder, file).split(path.sep).join("/");
      hash.update(`${name}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex").slice(0, 32);
}

/**
 * The service's own package for a function: pure Python, and Lambda has boto3 itself.
 *
 * @param folder The service's folder.
 */
export function packageArchive(folder: string): pulumi.asset.AssetArchive {
  const source = path.join(folder, "src");
  return new pulumi.asset.AssetArchive(
    Object.fromEntries(
      sourceFiles(source).map((file) => [
        path.relative(source, file).split(path.sep).join("/"),
        new pulumi.asset.FileAsset(file),
      ]),
    ),
  );
}

/** Sorted, and without what Python and its tools leave behind. */
function sourceFiles(place: string): string[] {
  if (!fs.statSync(place).isDirectory()) {
    return [place];
  }
  return fs
    .readdirSync(place, { withFileTypes: true })
    .filter(({ name }) => name !== "__pycache__" && !name.endsWith(".egg-info"))
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => sourceFiles(path.join(place, name)));
}
