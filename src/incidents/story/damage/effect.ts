/** What a call leaves behind, as data. Paths lead into the call: `request.userName`, `answer.user.arn`, `facts.target`. */
export interface Effect {
  readonly kind: string
  /** Where its name stands; the first path that leads somewhere. Several names are several things. */
  readonly what: readonly string[]
  /** Whom or what it belongs to, or goes to. */
  readonly of?: readonly string[]
}

/** `service:Name` → effect. */
export type Effects = Readonly<Record<string, Effect>>

export const effect = (kind: string, what: string, of?: string): Effect => ({
  kind,
  what: what.split(' '),
  ...(of === undefined ? {} : { of: of.split(' ') }),
})
