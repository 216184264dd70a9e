//! Tables as text: one row a line, sorted, with tabs between the columns.

use std::cmp::Ordering;

/// A table whose rows are sorted by their first column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines(pub(super) &'static str);

impl Lines {
    /// The rows from the first one whose key is not before what is sought; `order` compares a key
    /// with it.
    pub(super) fn from(self, order: impl Fn(&str) -> Ordering) -> impl Iterator<Item = Line> {
        let (mut start, mut end) = (0, self.0.len());
        while start < end {
            let middle = start.midpoint(end);
            let line = self.line_around(middle);
            if order(key(line)).is_lt() {
                start = self.end_of(line);
            } else {
                end = self.start_of(line);
            }
        }
        self.0.get(start..).unwrap_or_default().lines().map(Line)
    }

    /// The rows with this key.
    pub(super) fn of(self, sought: &str) -> impl Iterator<Item = Line> + use<'_> {
        self.from(|key| key.cmp(sought)).take_while(move |line| line.key() == sought)
    }

    /// All rows.
    pub(super) fn all(self) -> impl Iterator<Item = Line> {
        self.0.lines().map(Line)
    }

    /// The line that has the byte at this position.
    fn line_around(self, position: usize) -> &'static str {
        let bytes = self.0.as_bytes();
        let is_end = |byte: &u8| *byte == b'\n';
        let before = bytes.get(..position).unwrap_or_default().iter().rposition(is_end);
        let start = before.map_or(0, |end| end.saturating_add(1));
        self.0.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default()
    }

    fn start_of(self, line: &'static str) -> usize {
        (line.as_ptr() as usize).saturating_sub(self.0.as_ptr() as usize)
    }

    /// The position after the line and its end.
    fn end_of(self, line: &'static str) -> usize {
        self.start_of(line).saturating_add(line.len()).saturating_add(1)
    }
}

/// A row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line(&'static str);

impl Line {
    pub(super) fn key(self) -> &'static str {
        key(self.0)
    }

    /// The other columns.
    pub(super) fn rest(self) -> impl Iterator<Item = &'static str> {
        self.0.split('\t').skip(1)
    }
}

fn key(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default()
}
