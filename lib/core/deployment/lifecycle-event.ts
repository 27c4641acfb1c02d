/**
 * The lifecycle events of an ECS deployment, in their order. Every deployment target carries all eight, whether or not
 * it has hooks or a test listener (CodeDeploy user guide, "AppSpec 'hooks' section for an Amazon ECS deployment").
 */
export const lifecycleEvents = [
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'AllowTestTraffic',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AllowTraffic',
  'AfterAllowTraffic',
] as const;
export type LifecycleEvent = (typeof lifecycleEvents)[number];

/** The five events at which a function may be asked for its verdict; the others are the service's own work. */
export const hookedEvents = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
] as const satisfies readonly LifecycleEvent[];
export type HookedEvent = (typeof hookedEvents)[number];
