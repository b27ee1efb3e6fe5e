import { itemPath, propertyPath } from "./paths";
import { shown } from "./wording";

/** A property that stands twice in one object; JSON.parse would silently keep the last. */
export interface RepeatedProperty {
  path: string;
  line: number;
}

export type ParsedJson =
  | { value: unknown; repeated: readonly RepeatedProperty[] }
  /** Where the text stops being JSON, what stands there and what may. */
  | { syntaxFault: string };

interface Container {
  closing: "}" | "]";
  path: string;
  /** Of an object: the names so far, and the one whose value comes next. */
  names: Set<string>;
  name: string;
  /** Of an array: the index of the next item. */
  index: number;
}

type Expected = "value" | "first item" | "first name" | "name" | "colon" | "comma" | "end";

const spaces = /[\t\n\r ]*/y;
const punctuation = /[{}[\],:]/y;
const unfinishedText =
  // eslint-disable-next-line no-control-regex -- JSON allows no control character in text
  /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*/y;
const text = new RegExp(`${unfinishedText.source}"`, "y");
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/**
 * Parses JSON (RFC 8259), and says by line and column where a text is not JSON, which the messages
 * of `JSON.parse` do only for some mistakes, and which properties are repeated.
 */
export function parseJson(json: string): ParsedJson {
  const stack: Container[] = [];
  const repeated: RepeatedProperty[] = [];
  let expected: Expected = "value";
  let at = 0;

  for (;;) {
    at += matchAt(spaces, json, at)!.length;
    const innermost = stack.at(-1);
    if (at === json.length) {
      if (expected === "end") break;
      return { syntaxFault: syntaxFault(json, at, expected, innermost) };
    }
    const token =
      matchAt(punctuation, json, at) ?? matchAt(text, json, at) ?? matchAt(scalar, json, at);
    if (token === undefined) {
      const unfinished = matchAt(unfinishedText, json, at);
      return {
        syntaxFault:
          unfinished === undefined
            ? syntaxFault(json, at, expected, innermost)
            : unfinishedTextFault(json, at + unfinished.length),
      };
    }

    const isText = token.startsWith('"');
    const isValueStart = isText || token === "{" || token === "[" || /^[-\dtfn]/.test(token);
    if ((expected === "value" || expected === "first item") && isValueStart) {
      if (token === "{" || token === "[") {
        stack.push(opened(token, innermost));
        expected = token === "{" ? "first name" : "first item";
      } else {
        expected = innermost === undefined ? "end" : "comma";
      }
    } else if ((expected === "name" || expected === "first name") && isText && innermost) {
      innermost.name = JSON.parse(token) as string;
      if (innermost.names.has(innermost.name)) {
        const path = propertyPath(innermost.path, innermost.name);
        repeated.push({ path, line: position(json, at).line });
      }
      innermost.names.add(innermost.name);
      expected = "colon";
    } else if (expected === "colon" && token === ":") {
      expected = "value";
    } else if (expected === "comma" && token === "," && innermost) {
      innermost.index++;
      expected = innermost.closing === "}" ? "name" : "value";
    } else if (
      token === innermost?.closing &&
      (expected === "comma" || expected === "first item" || expected === "first name")
    ) {
      stack.pop();
      expected = stack.length === 0 ? "end" : "comma";
    } else {
      return { syntaxFault: syntaxFault(json, at, expected, innermost) };
    }
    at += token.length;
  }
  return { value: JSON.parse(json), repeated };
}

function opened(token: "{" | "[", parent: Container | undefined): Container {
  const path =
    parent === undefined
      ? ""
      : parent.closing === "}"
        ? propertyPath(parent.path, parent.name)
        : itemPath(parent.path, parent.index);
  return { closing: token === "{" ? "}" : "]", path, names: new Set(), name: "", index: 0 };
}

function syntaxFault(
  json: string,
  at: number,
  expected: Expected,
  innermost: Container | undefined,
): string {
  const value = 'a value (text in double quotes, a number, true, false, null, "{" or "[")';
  const name = "a property name in double quotes";
  const allowed: Record<Expected, string> = {
    value,
    "first item": `${value} or "]"`,
    "first name": `${name} or "}"`,
    name: `${name} (JSON allows no comma after the last property)`,
    colon: '":" between a property name and its value',
    comma: `"," or ${shown(innermost?.closing)}`,
    end: "nothing more after the end of the document",
  };
  return `${where(json, at)}: found ${found(json, at)}; allowed: ${allowed[expected]}`;
}

function unfinishedTextFault(json: string, at: number): string {
  const allowed = 'a closing double quote; inside text, " and \\ and line breaks are escaped by \\';
  return `${where(json, at)}: found ${found(json, at)} in text; allowed: ${allowed}`;
}

function where(json: string, at: number): string {
  const { line, column } = position(json, at);
  return `line ${line}, column ${column}`;
}

function position(json: string, at: number): { line: number; column: number } {
  const lines = json.slice(0, at).split(/\r\n|[\r\n]/);
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

function found(json: string, at: number): string {
  const character = json.codePointAt(at);
  if (character === undefined) return "the end of the text";
  if (character === 0xfeff) return "a byte order mark";
  return shown(String.fromCodePoint(character));
}

function matchAt(pattern: RegExp, json: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(json)?.[0];
}
