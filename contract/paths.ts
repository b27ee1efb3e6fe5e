/** Places in the contract as a user reads them: `tables[0].tags["data class"]`; the root is `""`. */
export function propertyPath(parent: string, name: string): string {
  if (!/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name)) return `${parent}[${JSON.stringify(name)}]`;
  return parent === "" ? name : `${parent}.${name}`;
}

export function itemPath(parent: string, index: number): string {
  return `${parent}[${index}]`;
}

/** Whether `path` is `ancestor` or lies in it. */
export function isWithin(path: string, ancestor: string): boolean {
  return path.startsWith(ancestor) && /^($|[.[])/.test(path.slice(ancestor.length));
}

/** A path as it stands in a fault: `contract.json: tables[0].hashKey`. */
export function inContractFile(path: string): string {
  return path === "" ? "contract.json" : `contract.json: ${path}`;
}
