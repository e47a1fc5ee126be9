/**
 * Makes src/outputs/incident/html/world-map.ts from Natural Earth's outlines (development dependency world-atlas): the land as one SVG path of
 * a 520 wide map, and a point for each country.
 *
 * Run: npx node --conditions=source scripts/make-world.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { geoArea, geoNaturalEarth1, geoPath } from 'd3-geo'
import type { Geometry, MultiPolygon, Polygon, Position } from 'geojson'
import countries from 'i18n-iso-countries'
import { feature } from 'topojson-client'
import type { Topology } from 'topojson-specification'
import { isRecord } from '#kernel/index.ts'

const WIDTH = 520
const HEIGHT = 246
const ATLAS = new URL('../node_modules/world-atlas/', import.meta.url)
const OUT = new URL('../src/outputs/incident/html/world-map.ts', import.meta.url)

/** Antarctica takes a quarter of a map and has no networks. */
const SOUTHERNMOST = -60

const projection = geoNaturalEarth1()
const land: MultiPolygon = {
  type: 'MultiPolygon',
  coordinates: outlines('land-110m.json', 'land').flatMap(({ parts }) => parts.filter(isInhabited)),
}
projection.fitExtent(
  [
    [2, 2],
    [WIDTH - 2, HEIGHT - 2],
  ],
  land,
)
const path = geoPath(projection).digits(0)
// The fine outlines, as the coarse ones leave out small countries. Some islands bear their country's number.
const byId = Map.groupBy(outlines('countries-50m.json', 'countries'), ({ id }) => id)
const middles = [...byId].flatMap(([id, outlinesOf]) => {
  const code = countries.numericToAlpha2(id)
  const parts = outlinesOf.flatMap((outline) => outline.parts)
  if (code === undefined || parts.length === 0) return []
  const [x, y] = path.centroid(largest(parts))
  return [`  ${code}: [${String(Math.round(x))}, ${String(Math.round(y))}],\n`]
})
const shape = withoutRepeats(path(land) ?? '')
writeFileSync(
  OUT,
  `/** Natural Earth's land in its own projection, and where on it each country lies. Made by scripts/make-world.ts. */
export const WORLD = { width: ${String(WIDTH)}, height: ${String(HEIGHT)} } as const

/** SVG path. */
export const LAND = '${shape}'

/** Middle of the largest part of each country, by its two letters (ISO 3166-1). */
export const COUNTRIES: Readonly<Record<string, readonly [x: number, y: number]>> = {
${middles.toSorted((a, b) => (a < b ? -1 : 1)).join('')}}
`,
)
process.stdout.write(`${String(middles.length)} countries, ${String(shape.length)} characters of outline\n`)

interface Outline {
  /** Number of ISO 3166-1. */
  readonly id: string
  /** The land's parts: rings of longitude and latitude. */
  readonly parts: readonly Position[][][]
}

function outlines(file: string, layer: string): readonly Outline[] {
  const atlas: unknown = JSON.parse(readFileSync(new URL(file, ATLAS), 'utf8'))
  const shapes = isTopology(atlas) ? atlas.objects[layer] : undefined
  if (!isTopology(atlas) || shapes?.type !== 'GeometryCollection') throw new Error(`${file} has no ${layer}`)
  return feature(atlas, shapes).features.map(({ id, geometry }) => ({
    id: String(id),
    parts: partsOf(geometry),
  }))
}

function isTopology(value: unknown): value is Topology {
  return isRecord(value) && value['type'] === 'Topology'
}

function partsOf(geometry: Geometry): readonly Position[][][] {
  if (geometry.type === 'Polygon') return [geometry.coordinates]
  return geometry.type === 'MultiPolygon' ? geometry.coordinates : []
}

function isInhabited([ring = []]: readonly Position[][]): boolean {
  return ring.some(([, latitude = 0]) => latitude > SOUTHERNMOST)
}

/** After rounding, many points are one; an island of a point or two shows nothing. */
function withoutRepeats(outline: string): string {
  const rings = outline.split('Z').map((ring) => {
    const points = ring.slice(1).split('L')
    return points.filter((point, place) => point !== points[place - 1])
  })
  return rings.flatMap((points) => (points.length < 4 ? [] : [`M${points.join('L')}Z`])).join('')
}

/** The middle of all of France lies in Spain: that of its largest part is meant. */
function largest(parts: readonly Position[][][]): Polygon {
  const polygons = parts.map((coordinates): Polygon => ({ type: 'Polygon', coordinates }))
  return polygons.reduce((most, one) => (geoArea(one) > geoArea(most) ? one : most))
}
