import assert from "node:assert/strict";
import fc from "fast-check";
import { parseJson } from "../../contract/parse-json";

function syntaxFault(text: string): string {
  const parsed = parseJson(text);
  assert.ok("syntaxFault" in parsed, `accepted ${JSON.stringify(text)}`);
  return parsed.syntaxFault;
}

describe("parseJson", () => {
  it("says by line and column where a text stops being JSON, what stands there and what may", () => {
    assert.equal(
      syntaxFault('{\n  "a": 1\n  "b": 2\n}'),
      'line 3, column 3: found "\\""; allowed: "," or "}"',
    );
    assert.equal(
      syntaxFault('{"a": 1,}'),
      'line 1, column 9: found "}"; allowed: a property name in double quotes (JSON allows no comma after the last property)',
    );
    assert.match(
      syntaxFault("[1, 2"),
      /^line 1, column 6: found the end of the text; .*"," or "]"/,
    );
    assert.match(syntaxFault(""), /^line 1, column 1: found the end of the text; allowed: a value/);
    assert.match(syntaxFault("{}\r\n{}"), /^line 2, column 1: found "{"; allowed: nothing more/);
    assert.match(syntaxFault('{ "a" 1 }'), /column 7: found "1"; allowed: ":"/);
    assert.match(syntaxFault("{ // a comment"), /column 3: found "\/"; allowed: a property name/);
    assert.match(syntaxFault("[1}"), /column 3: found "}"; allowed: "," or "]"$/);
    assert.match(syntaxFault('{"a": {"b": 1]}'), /column 14: found "]"; allowed: "," or "}"$/);
    assert.match(syntaxFault("[}"), /column 2: found "}"; allowed: a value .* or "]"$/);
    assert.match(syntaxFault("\ufeff{}"), /column 1: found a byte order mark/);
  });

  it("points at the character that breaks a text in quotes", () => {
    assert.match(syntaxFault('{"a": "b\n"}'), /^line 1, column 9: found "\\n" in text/);
    assert.match(syntaxFault('["\\x"]'), /^line 1, column 3: found "\\\\" in text/);
    assert.match(syntaxFault('["open'), /^line 1, column 7: found the end of the text in text/);
  });

  it("finds properties that are written twice in one object, and only those", () => {
    const text = '{"a": 1,\n"b": [{"c": 3}, {"c": 1, "c": 2}],\n"\\u0061": 3, "x y": {"a": 1}}';
    assert.deepEqual(parseJson(text), {
      value: { a: 3, b: [{ c: 3 }, { c: 2 }], "x y": { a: 1 } },
      repeated: [
        { path: "b[1].c", line: 2 },
        { path: "a", line: 3 },
      ],
    });
  });

  it("accepts exactly what JSON.parse accepts, with the same value", () => {
    const anyJson = fc
      .tuple(fc.json(), fc.constantFrom(undefined, 0, 1, 2, 4))
      .map(([text, indent]) => JSON.stringify(JSON.parse(text), null, indent));
    const damaged = fc
      .tuple(anyJson, fc.nat(), fc.nat({ max: 2 }), fc.string({ unit: "binary", maxLength: 2 }))
      .map(([text, at, length, other]) => {
        const from = at % (text.length + 1);
        return text.slice(0, from) + other + text.slice(from + length);
      });
    const pieces = fc
      .array(
        fc.oneof(
          fc.constantFrom('"a"', "true", "false", "null", "1.5e3", "\n"),
          fc.stringMatching(/^[{}[\],:"\\ +.0-9eEu-]$/),
        ),
      )
      .map((all) => all.join(""));
    fc.assert(
      fc.property(fc.oneof(anyJson, damaged, pieces, fc.string()), (text) => {
        let expected: unknown;
        try {
          expected = { value: JSON.parse(text) as unknown };
        } catch {
          expected = undefined;
        }
        const parsed = parseJson(text);
        assert.deepEqual("syntaxFault" in parsed ? undefined : { value: parsed.value }, expected);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads a very long text and a very deep one", () => {
    const long = JSON.stringify("x".repeat(5_000_000));
    assert.ok("value" in parseJson(long));
    assert.ok("value" in parseJson("[".repeat(20_000) + "]".repeat(20_000)));
    assert.ok("syntaxFault" in parseJson("[".repeat(20_000)));
  });
});
