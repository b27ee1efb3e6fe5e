import { PolicyPack } from "@pulumi/policy";
import type { Contract } from "../contract/contract";
import contract from "../contract.json";
import { policies } from "./pack";
import { BundledContractJournal } from "./pack-environment";

new PolicyPack("regional-failover", {
  description: "One contract for tables, health checks and records, in every stack.",
  enforcementLevel: "mandatory",
  policies: policies({
    contract: contract as unknown as Contract,
    config: process.env["PULUMI_CONFIG"],
    today: () => new Date().toISOString().slice(0, 10),
    journal: new BundledContractJournal(),
  }),
});
