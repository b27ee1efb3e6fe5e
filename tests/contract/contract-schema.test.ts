import assert from "node:assert/strict";
import { Ajv } from "ajv";
import schema from "../../contract/contract.schema.json";

interface Part {
  title?: string;
  description?: string;
  type?: string | string[];
  additionalProperties?: unknown;
  required?: string[];
  properties?: Record<string, Part>;
  items?: Part;
}

/** Every value that a contract can hold, by its place in the schema. */
function* values(part: Part, place: string): Generator<[string, Part]> {
  yield [place, part];
  for (const [name, inner] of Object.entries(part.properties ?? {})) {
    yield* values(inner, `${place}/${name}`);
  }
  if (part.items) yield* values(part.items, `${place}/items`);
}

describe("contract.schema.json", () => {
  it("is a JSON Schema in which Ajv finds nothing to object to", () => {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true });
    ajv.addKeyword("patternErrorMessage");
    assert.ok(ajv.validateSchema(schema), ajv.errorsText());
    assert.doesNotThrow(() => ajv.compile(schema));
  });

  it("lets no object hold what it does not describe, and requires all that it describes", () => {
    const objects = [...values(schema as Part, "")].filter(([, part]) => part.properties);
    assert.ok(objects.length >= 7);
    for (const [place, part] of objects) {
      assert.equal(part.additionalProperties, false, place);
      const described = Object.keys(part.properties!).filter((name) => name !== "$schema");
      assert.deepEqual(part.required, described, place);
    }
  });

  it("tells an editor what each property is", () => {
    for (const [place, part] of values(schema, "")) {
      for (const [name, property] of Object.entries(part.properties ?? {})) {
        assert.ok(property.title, `${place}/${name}`);
        const isGroup = property.properties !== undefined;
        assert.ok(isGroup || property.description, `${place}/${name}`);
      }
    }
  });
});
