/** Key of a stack's configuration with the packages whose default provider nothing may use. */
const key = "pulumi:disable-default-providers";

/** Whether a stack lets what names no provider use a package's default one; the engine refuses it too. */
export class DefaultProviders {
  private readonly disabled: readonly unknown[];

  constructor(config: Readonly<Record<string, string>>) {
    this.disabled = parseList(config[key] ?? "");
  }

  /** @param type Type token of a resource or a function. */
  allows(type: string): boolean {
    const packageName = type.split(":")[0] ?? "";
    return (
      packageName === "pulumi" ||
      !this.disabled.some((name) => name === "*" || name === packageName)
    );
  }
}

function parseList(text: string): unknown[] {
  try {
    const list = JSON.parse(text) as unknown;
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
