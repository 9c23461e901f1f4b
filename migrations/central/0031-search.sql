-- An administrator finds a reference by any three of its characters that stand together, and a packet by how its number ends, which is
-- what lists show; how it begins is `packet_by_id`. Arrays and plain expressions: no extension is needed for it. Without
-- fastupdate, whose list of what is not sorted in yet is read whole by each search.
CREATE INDEX application_reference_parts ON application_reference USING gin ((ARRAY[
  substr(reference, 1, 3), substr(reference, 2, 1) || substr(reference, 3, 1) || substr(reference, 5, 1),
  substr(reference, 3, 1) || substr(reference, 5, 2), substr(reference, 5, 3),
  substr(reference, 6, 2) || substr(reference, 9, 1), substr(reference, 7, 1) || substr(reference, 9, 2),
  substr(reference, 9, 3), substr(reference, 10, 3)]))
  WITH (fastupdate = off);
CREATE INDEX packet_by_ending ON packet (reverse(packet_id::text) text_pattern_ops);
