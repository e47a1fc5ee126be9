import { type Fragment, joined, sql } from '../sql/fragment.ts'

/**
 * Whether an address lies in one of some networks, without the inet extension: every address, v4 or v6 in any
 * spelling, becomes 32 hex digits (v4 as ::ffff:a.b.c.d), which sort as addresses do.
 */
export function inNetworks(subject: Fragment = sql``, ...networks: readonly Fragment[]): Fragment {
  const ranges: Fragment[] = []
  for (let i = 0; i + 2 < networks.length; i += 3) {
    ranges.push(sql`hex between ${networks[i + 1] ?? sql``} and ${networks[i + 2] ?? sql``}`)
  }
  const inside = ranges.length === 0 ? sql`false` : joined(ranges, sql` or `)
  return sql`list_transform(${hexDigits(subject)}, lambda hex: ${inside})[1]`
}

/** A list of one: lists with lambdas are how an expression names a step. */
const hexDigits = (subject: Fragment): Fragment =>
  sql`list_transform([lower(${subject})], lambda ip: case
when regexp_full_match(ip, ${V4}) then '00000000000000000000ffff' || ${v4Hex(sql`ip`)}
when regexp_full_match(ip, ${V6}) then ${v6Hex(sql`ip`)} end)`

const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const V4 = `${OCTET}(\\.${OCTET}){3}`
/** Hex groups, one `::` at most is checked later, perhaps a v4 address at the end. */
const V6 = `([0-9a-f]{0,4}:){2,7}([0-9a-f]{0,4}|${V4})`

const v4Hex = (ip: Fragment): Fragment =>
  sql`array_to_string(list_transform(string_split(${ip}, '.'), lambda o: printf('%02x', cast(o as integer))), '')`

/** A v4 tail becomes two groups; then the groups left and right of `::` are padded and the middle filled. */
function v6Hex(ip: Fragment): Fragment {
  const tail = v4Hex(sql`regexp_extract(${ip}, '[0-9.]+$')`)
  const plain = sql`case when contains(${ip}, '.') then regexp_replace(${ip}, '[0-9.]+$', '') || ${tail}[1:4] || ':' || ${tail}[5:8] else ${ip} end`
  return sql`list_transform(list_transform([${plain}], lambda a: [
${groups(sql`split_part(a, '::', 1)`)},
${groups(sql`split_part(a, '::', 2)`)},
case case when contains(a, ':::') then 9 else (len(a) - len(replace(a, '::', ''))) // 2 end when 0 then 'whole' when 1 then 'filled' else 'bad' end]), lambda p: case
when p[3] = 'whole' and len(p[1]) = 32 then p[1]
when p[3] = 'filled' and len(p[1]) + len(p[2]) < 32 then p[1] || repeat('0', 32 - len(p[1]) - len(p[2])) || p[2] end)[1]`
}

const groups = (text: Fragment): Fragment =>
  sql`array_to_string(list_transform(list_filter(string_split(${text}, ':'), lambda g: g <> ''), lambda g: lpad(g, 4, '0')), '')`
