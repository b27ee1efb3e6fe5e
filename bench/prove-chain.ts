import { prove } from "../failover/proof";
import { aliasChain, cnameChain, name } from "../tests/failover/example-topology";

// A user's command proves once: the first proof of a process is what counts.
const [form, sites] = process.argv.slice(2);
const chain = form === "alias" ? aliasChain : cnameChain;
const topology = chain(Array.from({ length: Number(sites) }, (_, position) => `site-${position}`));
const start = process.hrtime.bigint();
const { proven, cases } = prove({ topology, name, rtoSeconds: 120 });
const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
console.log(JSON.stringify({ proven, combinations: cases.length, milliseconds }));
