/** The role of a stage's pipeline, which only one workflow takes on. */
export const pipelineRoleName = (stage: string): string => `${stage}-delivery`;

/** What nobody does who comes by the pipeline: a permissions boundary. */
export const boundaryName = (stage: string): string => `${stage}-boundary`;

/** What CloudFormation may do in a stage. */
export const executionPolicyName = (stage: string): string => `${stage}-execution`;

/** Reads a stage's ledger, for the stages that take its word. */
export const readerRoleName = (stage: string): string => `${stage}-reader`;
