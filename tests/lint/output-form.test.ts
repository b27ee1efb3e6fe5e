import assert from "node:assert/strict";
import { ESLint } from "eslint";

/** Messages of the one rule that holds components to the Output form of invokes. */
async function complaints(code: string, filePath: string): Promise<string[]> {
  const [result] = await new ESLint().lintText(code, { filePath });
  return result!.messages
    .filter(({ ruleId }) => ruleId === "no-restricted-syntax")
    .map(({ message }) => message);
}

describe("the lint rule for invokes", () => {
  const imports = 'import * as aws from "@pulumi/aws";\n';
  const component = "components/regional-service.ts";

  it("refuses the plain form in a component and in the program", async () => {
    for (const call of ['aws.ecr.getImage({ repositoryName: "r" })', "aws.getCallerIdentity()"]) {
      const code = `${imports}export const value = ${call};\n`;
      for (const file of [component, "index.ts"]) {
        assert.match((await complaints(code, file)).join(), /Output form/, `${call} in ${file}`);
      }
    }
  });

  it("accepts the Output form", async () => {
    const code = `${imports}export const value = aws.getCallerIdentityOutput();\n`;
    assert.deepEqual(await complaints(code, component), []);
  });
});
