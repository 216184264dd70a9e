//! PostgreSQL exchanges the keys.

/// The index over pole and identifier was a second one beside the key; it is the key now.
pub(super) const STATEMENTS: [&str; 12] = [
    "ALTER TABLE member_school_code ADD COLUMN pole_id uuid",
    "UPDATE member_school_code SET pole_id = member.pole_id FROM member \
     WHERE member.id = member_school_code.member_id",
    "ALTER TABLE member_school_code ALTER COLUMN pole_id SET NOT NULL",
    "ALTER TABLE member_school_code DROP CONSTRAINT member_school_code_of_member",
    "ALTER TABLE member_school_code DROP CONSTRAINT member_school_code_pkey",
    "ALTER TABLE member_school_code ADD PRIMARY KEY (pole_id, member_id, code)",
    "DROP INDEX member_school_code_by_institution_prefix_member_id, \
     member_school_code_by_series_member_id",
    "ALTER TABLE member DROP CONSTRAINT member_pkey",
    "DROP INDEX member_by_pole_id_id",
    "DROP INDEX member_by_tax_code_id",
    "ALTER TABLE member ADD PRIMARY KEY (pole_id, id)",
    "ALTER TABLE member_school_code ADD CONSTRAINT member_school_code_of_member \
     FOREIGN KEY (pole_id, member_id) REFERENCES member (pole_id, id) ON DELETE CASCADE",
];
