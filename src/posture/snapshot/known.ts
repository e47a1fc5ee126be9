import { z } from 'zod'

/** A call that gave nothing: denied, failing, or never made. What it would have told stays open; it never counts as fine. */
const NOT_KNOWN = z.object({
  /** As in a policy: `iam:GetAccountSummary`. */
  action: z.string(),
  /** AWS's code, such as `AccessDenied`; `NotCollected` where the snapshot lacks this part. */
  error: z.string(),
  message: z.string().max(2000).default(''),
})
export type NotKnown = Readonly<z.infer<typeof NOT_KNOWN>>

/** What one call told, or why it told nothing. */
export type Known<T> = { readonly value: T } | { readonly notKnown: NotKnown }

/** A part of a snapshot: absent means not collected, so that a snapshot may hold only some. */
export const known = <T extends z.ZodType>(action: string, value: T) =>
  z
    .union([z.object({ value }), z.object({ notKnown: NOT_KNOWN })])
    .default({ notKnown: { action, error: 'NotCollected', message: '' } })
