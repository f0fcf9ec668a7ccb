//! What a rule may spend. Nothing of it is time: the same rule on the same client stops at the same step everywhere.

/// The steps that are left. A rule that spends them all is stopped.
#[derive(Debug)]
pub(crate) struct Budget {
    left: u64,
    spent: bool,
}

impl Budget {
    /// Enough for any honest rule over a large client; a few milliseconds.
    pub(crate) const STEPS: u64 = 1_000_000;

    pub(crate) fn new() -> Self {
        Self::of(Self::STEPS)
    }

    pub(crate) fn of(steps: u64) -> Self {
        Self { left: steps, spent: false }
    }

    pub(crate) fn spend(&mut self, steps: usize) {
        match self.left.checked_sub(steps as u64) {
            Some(left) => self.left = left,
            None => {
                self.left = 0;
                self.spent = true;
            }
        }
    }

    pub(crate) fn is_spent(&self) -> bool {
        self.spent
    }
}
