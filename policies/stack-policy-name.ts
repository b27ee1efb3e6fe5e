/** The one policy of Pulumi's that runs all stack rules. */
export const stackPolicyName = "stack-rules";
