import { everyPlace, together } from '../see';

/** What makes a release a release. */
const release = /(\.Image|\.DockerLabels\.changeover\.workload|Environment\[RELEASE\]\.Value|^Tags.*|^DependsOn.*)$/;
/** What a new service, under a new name, cannot be compared in. */
const service = /^(Tags|DependsOn|ServiceName|TaskDefinition|DesiredCount|EnableExecuteCommand)/;

/** A task that is told something else than before, beside which release it is. */
export const runsOtherwise = together(
  everyPlace(/^AWS::ECS::TaskDefinition$/, ({ path }) => !release.test(path)),
  everyPlace(/^AWS::ECS::Service$/, ({ path }, { after }) => !service.test(path) && after !== undefined),
);
