import { everyPlace, isSwitchedOff, isSwitchedOn, together } from '../see';

/** A container that may do more to its machine, or that people may enter. */
export const containerLoosened = together(
  everyPlace(/^AWS::ECS::TaskDefinition$/, (place) => /\.ReadonlyRootFilesystem$/.test(place.path) && isSwitchedOff(place)),
  everyPlace(/^AWS::ECS::TaskDefinition$/, (place) => /\.Privileged$/.test(place.path) && isSwitchedOn(place)),
  everyPlace(/^AWS::ECS::TaskDefinition$/, ({ path }) => /(\.User|\.LinuxParameters.*|^NetworkMode|^PidMode|^IpcMode|^TaskRoleArn|^ExecutionRoleArn|^Volumes.*|\.Secrets.*)$/.test(path)),
  everyPlace(/^AWS::ECS::Service$/, (place) => place.path === 'EnableExecuteCommand' && isSwitchedOn(place)),
);
