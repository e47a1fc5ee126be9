import type { Unit } from '#store/index.ts'

export type FromWorker =
  | { readonly kind: 'progress'; readonly files: number; readonly bytes: number; readonly events: number }
  | { readonly kind: 'done'; readonly unit: Unit }
  | { readonly kind: 'failed'; readonly error: unknown }
