import { numberIn, type Row, textOrEmpty } from '#store/index.ts'
import type { Departure } from '../behaviour.ts'
import { DIMENSION_NAMES } from './unusual-day.ts'

/** What is known of one day on which a subject met values for the first time. */
export interface FirstDay {
  readonly subject: string
  readonly day: string
  /** `service lambda, sqs and 2 more` */
  readonly met: string
  readonly historyDays: number
}

const MOST_NAMED = 3

/**
 * One departure for each subject and day; the most surprising value speaks for it.
 *
 * @param rows - `subject`, `day`, `value`, `history_days`, `weighed`, the most surprising of a day first.
 */
export function firstDays(
  dimension: string,
  rows: readonly Row[],
  why: (day: FirstDay) => string,
): readonly Departure[] {
  const days = Map.groupBy(rows, (row) => `${textOrEmpty(row, 'subject')}\n${textOrEmpty(row, 'day')}`)
  return [...days.values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const [subject, day] = [textOrEmpty(first, 'subject'), textOrEmpty(first, 'day')]
    const historyDays = numberIn(first, 'history_days')
    const values = own.map((row) => textOrEmpty(row, 'value'))
    const more = values.length > MOST_NAMED ? ` and ${String(values.length - MOST_NAMED)} more` : ''
    const met = `${DIMENSION_NAMES[dimension] ?? dimension} ${values.slice(0, MOST_NAMED).join(', ')}${more}`
    return [
      {
        subject,
        days: [day],
        surprise: numberIn(first, 'weighed'),
        historyDays,
        values: values.map((value) => ({ dimension, value })),
        why: why({ subject, day, met, historyDays }),
      },
    ]
  })
}
