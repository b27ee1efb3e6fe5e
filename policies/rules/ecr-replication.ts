import { advice, stackRule } from "../rule";
import { nothing } from "../slice";

const replicationConfiguration = "aws:ecr/replicationConfiguration:ReplicationConfiguration";

export const ecrReplication = stackRule({
  name: "ecr-replication",
  level: "advisory",
  appliesTo: [replicationConfiguration],
  description: "Images are pushed to every Region's own repository, instead of being replicated.",
  why: "ECR copies only what is pushed after its rule exists, and later than the push: a Region that has to start tasks may not have the image.",
  fix: "Push the image to the repository of each Region, and let a deployment wait for all of them.",
  reach: "named",
  slice: nothing,
  judge: ({ links }) =>
    links
      .ofType(replicationConfiguration)
      .map(({ urn }) => advice("a Region's image may come late, or never", urn)),
});
