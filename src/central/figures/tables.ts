import type { ColumnType } from 'kysely'
import type { Conclusion } from '../../contract/exercise.ts'
import type { PracticeFault, PracticeMistake } from '../../contract/practice.ts'
import type { Column, Day, Defaulted, Json } from '../database/columns.ts'
import type { StepFigures } from './step-verdicts.ts'

/** Rows of migrations/central/0028-figures.sql and 0035. */
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
  /** migrations/central/0035-practice-case.sql; training alone has rows. */
  practice_case: {
    application_id: string
    reference: string
    /** Kind of document. */
    specimen: string
    fault: PracticeFault
    expected: Json<Conclusion>
    sent_to: string
    sent_at: Date
    branch_name: string
    /** Who concluded it. */
    operator_id: Column<string>
    concluded: ColumnType<Conclusion | null, string | null | undefined, string | null>
    judged_at: Column<Date>
    is_right: Column<boolean>
    mistake: Column<PracticeMistake>
  }
}
