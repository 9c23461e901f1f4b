import type { ColumnType } from 'kysely'
import type { Column, Day, Defaulted, Json } from '../database/columns.ts'
import type { StepFigures } from './step-verdicts.ts'

/** Rows of migrations/central/0028-figures.sql. */
export type FigureTables = {
  visit_figure: {
    station_id: string
    packet_id: string
    /** Monday. */
    week: Day
    quarter: string
    branch_name: string
    /** Null once the policy's months for clerks' figures are over. */
    operator_id: Column<string>
    document: string
    series: Column<string>
    /** Null once it stands in `fairness_count`. */
    age_band: Column<string>
    steps: Json<StepFigures>
    faults: Json<Record<string, number>>
    reader: Column<string>
    releases: number
    retries: number
    seconds: Column<number>
    is_first: boolean
    is_contested: Defaulted<boolean>
  }
  fairness_count: {
    quarter: string
    document: string
    age_band: string
    visits: number
    refused: number
    cannot_tell: number
    seconds: ColumnType<string | number, number, number>
    timed: number
  }
}
