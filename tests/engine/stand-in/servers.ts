import type { Server } from "@grpc/grpc-js";
import { version as awsVersion } from "@pulumi/aws/package.json";
import { version as awsxVersion } from "@pulumi/awsx/package.json";
import { version as dockerBuildVersion } from "@pulumi/docker-build/package.json";
import type { Account } from "./account";
import { awsStandIn } from "./aws";
import { awsxStandIn } from "./awsx";
import { dockerBuildStandIn } from "./docker-build";
import { grpc, providerService } from "./grpc";
import { packageService } from "./package-service";

export interface StandInServers {
  /** Value of `PULUMI_DEBUG_PROVIDERS`: the engine attaches to these servers instead of plugins. */
  debugProviders: string;
  close(): void;
}

/** Serves every package that the program uses, in this process. */
export async function startStandIns(account: Account): Promise<StandInServers> {
  // The engine compares the versions with what the SDKs of the same names ask for.
  const services = {
    aws: packageService(awsStandIn(account), awsVersion),
    awsx: packageService(awsxStandIn, awsxVersion),
    "docker-build": packageService(dockerBuildStandIn(account), dockerBuildVersion),
  };
  const servers: Server[] = [];
  const ports: string[] = [];
  for (const [name, service] of Object.entries(services)) {
    const server = new grpc.Server();
    server.addService(providerService.ResourceProviderService, service);
    servers.push(server);
    ports.push(`${name}:${await listen(server)}`);
  }
  return {
    debugProviders: ports.join(","),
    close: () => {
      for (const server of servers) {
        server.forceShutdown();
      }
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}
