import eslint from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Folder to the folders it may take anything but types from; a folder may always use itself. */
const mayImport = {
  contract: ["declared"],
  failover: ["contract", "declared"],
  settings: ["contract", "failover"],
  declared: [],
  policies: ["contract", "declared", "failover"],
  components: ["contract", "failover", "settings"],
  rehearsal: ["contract", "declared", "failover"],
  report: ["contract", "declared", "failover", "rehearsal"],
};

const folders = [...Object.keys(mayImport), "offline", "cli"];

function boundary([folder, allowed]) {
  const forbidden = folders.filter((other) => other !== folder && !allowed.includes(other));
  const pure = folder === "failover" || folder === "contract";
  return {
    files: [`${folder}/**/*.ts`],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              // The one type that everything reads, with its class for unknown values, is for all.
              regex: `^\\.\\./(${forbidden.join("|")})/(?!declared-resource$)`,
              message: `${folder}/ takes only types from there.`,
              allowTypeImports: true,
            },
            ...(pure
              ? [
                  {
                    group: ["@pulumi/*", "node:*"],
                    message: `${folder}/ is pure: no Pulumi, no I/O.`,
                  },
                ]
              : []),
          ],
        },
      ],
    },
  };
}

export default defineConfig(
  globalIgnores(["node_modules", "out", "policies/bin", "app/.venv"]),
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // Indexed access is checked (noUncheckedIndexedAccess); `!` says that the index is known to exist.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      // `return this.fault(...)` reads well for a value that is then undefined.
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  ...Object.entries(mayImport).map(boundary),
  {
    files: ["index.ts", "components/**/*.ts"],
    rules: {
      // Registering a resource is its constructor's effect; there is nothing to keep.
      "no-new": "off",
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "CallExpression > MemberExpression.callee[property.name=/^get[A-Z](?!.*Output$)/] > MemberExpression.object[object.name=/^(aws|awsx|dockerBuild)$/]",
          message:
            "Use the Output form of the invoke: it keeps dependencies and stays unknown at preview.",
        },
        {
          selector:
            "CallExpression > MemberExpression.callee[property.name=/^get[A-Z](?!.*Output$)/][object.name=/^(aws|awsx|dockerBuild)$/]",
          message:
            "Use the Output form of the invoke: it keeps dependencies and stays unknown at preview.",
        },
      ],
    },
  },
  {
    files: ["tests/**/*.ts"],
    rules: {
      // Recorded inputs have the type of any JSON value.
      "@typescript-eslint/no-base-to-string": "off",
    },
  },
  { files: ["**/*.{js,mjs}"], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: ["**/*.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        __dirname: "readonly",
        __filename: "readonly",
        console: "readonly",
        process: "readonly",
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
