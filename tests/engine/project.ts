import { readFile, readdir, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import type { Contract } from "../../contract/contract";
import type { ProjectFiles } from "./engine";

const repository = join(__dirname, "..", "..");

/**
 * The repository's own Pulumi project: its settings files, contract and stack page, as they are on
 * disk, with changes of the contract if any.
 */
export async function ownProject(
  changeContract: (contract: Contract) => void = () => undefined,
): Promise<ProjectFiles> {
  const names = [
    ...(await readdir(repository)).filter((name) => /^(Pulumi\..*|contract\.json)$/.test(name)),
    ...(await filesOf("app/Dockerfile", "app/requirements.txt", "app/src")),
  ];
  const files = Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(repository, name), "utf8")] as const),
    ),
  );
  const contract = JSON.parse(files["contract.json"] as string) as Contract;
  changeContract(contract);
  return {
    ...files,
    "contract.json": JSON.stringify(contract),
    // For what runs a project by its folder: the same program.
    "index.ts": `export * from ${JSON.stringify(join(repository, "index"))};\n`,
  };
}

/** The service that the program deploys: its files, relative to the repository. */
async function filesOf(...places: string[]): Promise<string[]> {
  const files = places.map(async (place) => {
    if ((await stat(join(repository, place))).isFile()) {
      return place.endsWith(".pyc") ? [] : [place];
    }
    const names = await readdir(join(repository, place));
    return filesOf(...names.map((name) => `${place}/${name}`));
  });
  return (await Promise.all(files)).flat();
}

/** The repository's own program, which runs anew each time, as in a process of its own. */
export function ownProgram(): unknown {
  const load = createRequire(__filename);
  for (const path of Object.keys(load.cache).filter(belongsToProgram)) {
    Reflect.deleteProperty(load.cache, path);
  }
  return { ...(load(join(repository, "index")) as object) };
}

function belongsToProgram(path: string): boolean {
  const [folder] = relative(repository, path).split(sep);
  return folder !== "node_modules" && folder !== "tests" && folder !== "..";
}
