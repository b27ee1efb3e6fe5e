import type { PolicyConfigSchema } from "@pulumi/policy";
import type { JsonSchema } from "./slice";

/** Of our schemas, what only editors and our own messages use. */
const ownKeywords = new Set(["title", "patternErrorMessage"]);

/**
 * Properties of a configuration as Pulumi is told of them. The engine checks them with Go's regular
 * expressions, which know no lookahead; the rule itself checks the whole schema again.
 */
export function configurationSchema(properties: Record<string, JsonSchema>): PolicyConfigSchema {
  return { properties: published(properties) as PolicyConfigSchema["properties"] };
}

function published(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(published);
  }
  if (typeof schema !== "object" || schema === null) {
    return schema;
  }
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword, value]) => !ownKeywords.has(keyword) && !isForeignPattern(keyword, value))
      .map(([keyword, value]) => [keyword, published(value)]),
  );
}

function isForeignPattern(keyword: string, value: unknown): boolean {
  return keyword === "pattern" && typeof value === "string" && value.includes("(?");
}
