/** A release as it was built: which bundle, and in which image. */
export interface Released {
  /** Its name, such as `2026-11-23-3f9c0d1e2b4a`; `local-...` for what this machine has just built. */
  readonly release: string;
  /** The directory of the bundle, absolute. */
  readonly directory: string;
  /** Over names and contents of the bundle's files. */
  readonly sha256: string;
  /** What stands behind the repository in the image's name: `@sha256:...`, or `:local-...` for an image that nobody has built. */
  readonly imageReference: string;
}
