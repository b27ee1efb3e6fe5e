import { strict as assert } from "node:assert";
import fc from "fast-check";
import { readDeclaredStack } from "../../declared/read-file";
import { UnreadableDeclarationError } from "../../declared/unreadable-declaration";
import { sample, sampleText } from "./samples";

const sampleNames = ["preview-new", "preview-same", "preview-changed", "stack-export"];

describe("readDeclaredStack", () => {
  const refuses = (text: string, reason: RegExp) => {
    assert.throws(() => readDeclaredStack(text, "file.json"), {
      name: UnreadableDeclarationError.name,
      message: reason,
    });
  };

  it("tells a preview from an exported stack by what is in it", () => {
    assert.deepEqual(readDeclaredStack(sampleText("preview-new"), "a").config, {
      "aws:region": "eu-central-1",
    });
    assert.deepEqual(readDeclaredStack(sampleText("stack-export"), "a").config, {});
  });

  it("gives the file's name with every reason", () => {
    refuses("", /^file\.json: The document is not JSON: /);
    refuses("[]", /^file\.json: The document should be an object, and is \[\]\.$/);
    refuses(
      '{"resources":[]}',
      /^file\.json: The document is neither the output of `pulumi preview/,
    );
    refuses('{"deployment":{}}', /^file\.json: The exported stack has version undefined/);
  });

  it("refuses what is nested without end instead of running out of stack", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    refuses(
      `{"version":3,"deployment":{"resources":[{"urn":"urn:pulumi:a::b::c:d:E::f","type":"c:d:E","custom":true,"inputs":{"x":${deep}}}]}}`,
      /nested more than 200 levels deep/,
    );
  });

  it("reads keys that objects have by themselves as plain keys", () => {
    const { resources } = readDeclaredStack(
      '{"version":3,"deployment":{"resources":[{"urn":"urn:pulumi:a::b::c:d:E::f","type":"c:d:E","custom":true,"inputs":{"__proto__":{"polluted":true},"constructor":1}}]}}',
      "file.json",
    );
    assert.equal(
      JSON.stringify(resources[0]?.inputs),
      '{"__proto__":{"polluted":true},"constructor":1}',
    );
    assert.equal(({} as { polluted?: true }).polluted, undefined);
  });

  it("throws nothing but its own error, whatever is changed in a document", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sampleNames),
        fc.array(fc.tuple(fc.nat(), fc.jsonValue({ maxDepth: 2 })), { minLength: 1, maxLength: 4 }),
        (name, changes) => {
          const document = sample(name);
          for (const [place, value] of changes) {
            replaceAt(document, place, value);
          }
          try {
            readDeclaredStack(JSON.stringify(document), name);
          } catch (error) {
            assert.ok(error instanceof UnreadableDeclarationError, (error as Error).stack);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

/** Puts a value in one of all the places of a document. */
function replaceAt(document: object, place: number, value: unknown): void {
  const places: [container: Record<string, unknown>, key: string][] = [];
  const visit = (container: object): void => {
    for (const [key, item] of Object.entries(container)) {
      places.push([container as Record<string, unknown>, key]);
      if (typeof item === "object" && item !== null) {
        visit(item as object);
      }
    }
  };
  visit(document);
  const [container, key] = places[place % places.length] ?? [{}, ""];
  container[key] = value;
}
