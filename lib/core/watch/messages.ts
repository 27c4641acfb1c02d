/** What the watch calls what it finds: metric filters count lines by these. */
export const watchMessages = {
  moved: 'weights were moved outside a deployment',
  drift: 'not as it was deployed',
} as const;
