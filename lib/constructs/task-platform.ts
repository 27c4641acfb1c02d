import * as ecs from 'aws-cdk-lib/aws-ecs';

/** What images are built for, and what Lambda runs here too. Tasks on an image for another processor end at once ("exec format error"). */
export const taskPlatform: ecs.RuntimePlatform = {
  cpuArchitecture: ecs.CpuArchitecture.ARM64,
  operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
};
