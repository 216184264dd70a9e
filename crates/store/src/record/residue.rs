//! What a newer release stored and this one does not know.

use serde_json::Value;

use super::sieve::Gaps;

/// What a document has beyond the value that was read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Residue {
    /// All of it: the value has something else in its place, or nothing.
    Whole { stored: Value, shown: Option<Value> },
    /// A part of some properties.
    Properties(Vec<(String, Residue)>),
    /// A part of some elements, and elements that the value does not have.
    Elements {
        /// The elements of the value, as they would be written.
        shown: Vec<Value>,
        /// What they lack, by their index.
        of_shown: Vec<(usize, Residue)>,
        /// The others, each with the number of shown ones before it.
        others: Vec<(usize, Value)>,
    },
}

/// What was kept has no place in the new value.
#[derive(Debug)]
pub(crate) struct NoPlace;

impl Residue {
    /// What was left of a document, of which `shown` is what would be written of the value.
    pub(super) fn of(gaps: &Gaps, stored: &Value, shown: Option<&Value>) -> Option<Self> {
        if !gaps.whole && gaps.below.is_empty() {
            return None;
        }
        let residue = match (stored, shown) {
            _ if gaps.whole => None,
            (Value::Object(stored), Some(Value::Object(shown))) => {
                let kept = gaps.below.iter().filter_map(|(name, below)| {
                    let residue = Self::of(below, stored.get(name)?, shown.get(name))?;
                    Some((name.clone(), residue))
                });
                Some(Self::Properties(kept.collect()))
            }
            (Value::Array(stored), Some(Value::Array(shown))) => {
                Self::of_elements(gaps, stored, shown)
            }
            _ => None,
        };
        let whole = || Self::Whole { stored: stored.clone(), shown: shown.cloned() };
        Some(residue.unwrap_or_else(whole))
    }

    fn of_elements(gaps: &Gaps, stored: &[Value], shown: &[Value]) -> Option<Self> {
        let (mut of_shown, mut others, mut read) = (Vec::new(), Vec::new(), 0);
        for (index, stored) in stored.iter().enumerate() {
            match gaps.below.get(&index.to_string()) {
                Some(gaps) if gaps.whole => others.push((read, stored.clone())),
                below => {
                    let residue = below.and_then(|gaps| Self::of(gaps, stored, shown.get(read)));
                    of_shown.extend(residue.map(|residue| (read, residue)));
                    read += 1;
                }
            }
        }
        // One for one, or nobody could tell which is which.
        (read == shown.len()).then(|| Self::Elements { shown: shown.to_vec(), of_shown, others })
    }

    /// Adds to a new value what was kept.
    ///
    /// # Errors
    ///
    /// [`NoPlace`]: what it belongs to was changed or removed.
    pub(crate) fn added_to(&self, new: Option<Value>) -> Result<Value, NoPlace> {
        match (self, new) {
            (Self::Whole { stored, shown }, new) if *shown == new => Ok(stored.clone()),
            (Self::Properties(kept), Some(Value::Object(mut new))) => {
                for (name, residue) in kept {
                    let whole = residue.added_to(new.remove(name))?;
                    new.insert(name.clone(), whole);
                }
                Ok(Value::Object(new))
            }
            (Self::Elements { shown, of_shown, others }, Some(Value::Array(new))) => {
                let places = Places::of(shown, &new);
                let mut whole = new.clone();
                let mut taken = Vec::new();
                for (index, residue) in of_shown {
                    let equal = |at: &usize| new[*at] == shown[*index] && !taken.contains(at);
                    let at = places.kept(*index).or_else(|| places.changed().find(equal));
                    let at = at.ok_or(NoPlace)?;
                    taken.push(at);
                    whole[at] = residue.added_to(Some(new[at].clone()))?;
                }
                // From the end, so that the places before stay where they are.
                for (read, stored) in others.iter().rev() {
                    whole.insert(places.between(*read), stored.clone());
                }
                Ok(Value::Array(whole))
            }
            _ => Err(NoPlace),
        }
    }
}

/// Where the elements of a list are in its new version: as many as are equal at the beginning and
/// at the end keep their place.
struct Places {
    old: usize,
    new: usize,
    first: usize,
    last: usize,
}

impl Places {
    fn of(old: &[Value], new: &[Value]) -> Self {
        let equal = |(one, other): &(&Value, &Value)| one == other;
        let first = old.iter().zip(new).take_while(equal).count();
        let ends = old[first..].iter().rev().zip(new[first..].iter().rev());
        let last = ends.take_while(equal).count();
        Self { old: old.len(), new: new.len(), first, last }
    }

    /// The new place of an element that is still at the beginning or at the end.
    fn kept(&self, index: usize) -> Option<usize> {
        let to_end = self.old - index;
        if index < self.first {
            return Some(index);
        }
        (to_end <= self.last).then(|| self.new - to_end)
    }

    /// The places in between.
    fn changed(&self) -> std::ops::Range<usize> {
        self.first..self.new - self.last
    }

    /// Where to insert what stood after so many elements.
    fn between(&self, before: usize) -> usize {
        let to_end = self.old - before;
        if to_end <= self.last {
            self.new - to_end
        } else {
            // As many elements as there were, if there still are.
            before.min(self.new - self.last)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::plan::ActivityPlanRecord;
    use super::super::{Recorded, Residues};

    /// A plan of a newer release: properties, words and an action that are unknown here.
    fn newer() -> Value {
        json!({
            "summary": "Piano",
            "budget": {"euro": 10},
            "actions": [
                {"kind": "holography", "objectives": []},
                {"kind": "other", "objectives": [], "hours": 8},
                {"kind": "other", "objectives": [], "hours": 8, "remote": true},
                {"kind": "holography", "objectives": ["training_needs"]},
                {"kind": "work_linked_training", "objectives": ["levitation", "training_needs"]},
            ],
        })
    }

    fn read(plan: &Value) -> (ActivityPlanRecord, Residues) {
        let recorded = serde_json::from_str(&plan.to_string()).unwrap();
        let mut residues = Residues::default();
        (residues.keep::<ActivityPlanRecord>("plan", recorded), residues)
    }

    /// What is stored after the plan was changed as it is shown.
    fn stored(change: impl FnOnce(&mut Value)) -> Option<Value> {
        let (plan, residues) = read(&newer());
        let mut shown = serde_json::to_value(plan).unwrap();
        change(&mut shown);
        let changed: ActivityPlanRecord = serde_json::from_value(shown).unwrap();
        let recorded: Recorded<_> = residues.with("plan", changed).ok()?;
        Some(serde_json::to_value(recorded).unwrap())
    }

    #[test]
    fn what_is_known_is_shown() {
        let (plan, _) = read(&newer());
        let other = json!({"kind": "other", "objectives": [], "hours": 8});
        let training = json!({"kind": "work_linked_training", "objectives": ["training_needs"]});
        let shown = json!({"summary": "Piano", "actions": [other, other, training]});
        assert_eq!(serde_json::to_value(plan).unwrap(), shown);
    }

    #[test]
    fn what_was_read_is_written_back_whole() {
        assert_eq!(stored(|_| {}), Some(newer()));
    }

    #[test]
    fn what_is_changed_beside_it_leaves_it_in_its_place() {
        let last = json!({"kind": "curricular_flexibility", "objectives": []});
        let after = stored(|plan| {
            plan["summary"] = json!("Un altro");
            plan["actions"].as_array_mut().unwrap().push(last.clone());
            plan["actions"][0]["hours"] = json!(9);
        });
        let mut expected = newer();
        expected["summary"] = json!("Un altro");
        expected["actions"][1]["hours"] = json!(9);
        expected["actions"].as_array_mut().unwrap().push(last);
        assert_eq!(after, Some(expected));
    }

    #[test]
    fn an_element_that_moved_keeps_what_belongs_to_it() {
        let after = stored(|plan| plan["actions"].as_array_mut().unwrap().reverse()).unwrap();
        for action in newer()["actions"].as_array().unwrap() {
            assert!(after["actions"].as_array().unwrap().contains(action), "{after}");
        }
        assert_eq!(after["actions"].as_array().unwrap().len(), 5);
    }

    #[test]
    fn what_belongs_to_something_removed_or_changed_has_no_place() {
        assert_eq!(stored(|plan| plan["actions"] = json!([])), None);
        assert_eq!(stored(|plan| plan["actions"][2]["hours"] = json!(9)), None);
        assert_eq!(stored(|plan| plan["actions"][1]["title"] = json!("Altro")), None);
    }

    #[test]
    fn a_document_without_any_part_that_is_known_is_unreadable() {
        for document in ["[]", "7", r#"{"actions": {}}"#, r#"{"budget": 1}"#] {
            assert!(serde_json::from_str::<Recorded<ActivityPlanRecord>>(document).is_err());
        }
    }
}
