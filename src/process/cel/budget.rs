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

    /// Spends the steps if there are as many; nothing otherwise.
    pub(crate) fn affords(&mut self, steps: usize) -> bool {
        let left = self.left.checked_sub(steps as u64).filter(|_| !self.spent);
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    pub(crate) fn is_spent(&self) -> bool {
        self.spent
    }
}
