/** What a rehearsal says while it runs; `atSeconds` is model time since the release was offered. */
export type Progress =
  | { readonly kind: 'starting'; readonly what: string }
  | { readonly kind: 'started'; readonly what: string; readonly wallSeconds: number }
  | { readonly kind: 'offered'; readonly release: string; readonly rate: number; readonly speed: number }
  | { readonly kind: 'happened'; readonly atSeconds: number; readonly what: string }
  | { readonly kind: 'counted'; readonly atSeconds: number; readonly sent: number; readonly harmed: number; readonly lost: number; readonly green: number };

export type Tell = (progress: Progress) => void;
