//! Chance that falls the same way every time: one fixed seed, no outside.

/// SplitMix64 (public domain, S. Vigna): small, even, and good enough to vary a story.
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Dice that always fall the same way.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A number below `n`; 0 when `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        let bound = u64::try_from(n).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.roll() % bound).unwrap_or(0)
    }

    /// A number from `low` to `high`, both possible.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = usize::try_from(high.saturating_sub(low))
            .unwrap_or(0)
            .saturating_add(1);
        low.saturating_add(i64::try_from(self.below(width)).unwrap_or(0))
    }

    /// True `percent` times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn roll(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dice_fall_the_same_way_twice_and_stay_within_bounds() {
        let (mut one, mut other) = (Dice::new(7), Dice::new(7));
        for _ in 0..200 {
            let fallen = one.between(-3, 3);
            assert_eq!(fallen, other.between(-3, 3));
            assert!((-3..=3).contains(&fallen));
        }
        assert_eq!(one.below(0), 0);
    }
}
