//! Numbers that look random and follow from a seed.
//!
//! What is decided about a request follows from the seed, the rule and the number of the request
//! among those of the rule, never from what else goes on at the same time.

use std::time::Duration;

use super::fault::Latency;

/// A sequence of such numbers.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The sequence that belongs to these numbers in this order.
    pub(super) fn of(numbers: &[u64]) -> Self {
        let start = Chance(0);
        numbers.iter().fold(start, |chance, number| {
            let mut next = Chance(chance.0 ^ number.wrapping_add(0x9e37_79b9_7f4a_7c15));
            Chance(next.next())
        })
    }

    /// The next number. This is the generator that is known as SplitMix64.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    /// A number from 0 up to, but not including, 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// An index into a list of this length; 0 of an empty one.
    pub(super) fn below(&mut self, length: usize) -> usize {
        (self.next() % length.max(1) as u64) as usize
    }

    /// So many bytes.
    pub(super) fn bytes(&mut self, length: usize) -> Vec<u8> {
        let numbers = std::iter::repeat_with(|| self.next().to_le_bytes());
        numbers.flatten().take(length).collect()
    }

    /// How long a reply is kept back.
    pub(super) fn wait(&mut self, latency: &Latency) -> Duration {
        match latency {
            Latency::Fixed(wait) => *wait,
            Latency::Between(least, most) => {
                *least + most.saturating_sub(*least).mul_f64(self.unit())
            }
            Latency::LogNormal { median, sigma, max } => {
                // Two even numbers make a normal one (Box and Muller); 1 - x is never 0.
                let (first, second) = (1.0 - self.unit(), self.unit());
                let normal = (-2.0 * first.ln()).sqrt() * (std::f64::consts::TAU * second).cos();
                let seconds = median.as_secs_f64() * (sigma * normal).exp();
                Duration::try_from_secs_f64(seconds).map_or(*max, |wait| wait.min(*max))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_numbers_have_the_same_chance() {
        let draw = |numbers: &[u64]| Chance::of(numbers).next();
        assert_eq!(draw(&[7, 1, 2]), draw(&[7, 1, 2]));
        let others = [
            draw(&[7, 2, 1]),
            draw(&[8, 1, 2]),
            draw(&[7, 1]),
            draw(&[7, 1, 2, 0]),
        ];
        assert!(!others.contains(&draw(&[7, 1, 2])), "{others:x?}");
    }

    #[test]
    fn rates_are_met() {
        let hits = (0..10_000)
            .filter(|n| Chance::of(&[3, 1, *n]).unit() < 0.1)
            .count();
        assert!((900..1_100).contains(&hits), "{hits}");
    }

    #[test]
    fn latencies_are_distributed_as_they_say() {
        let milliseconds = Duration::from_millis;
        let latency = Latency::LogNormal {
            median: milliseconds(100),
            sigma: 0.5,
            max: milliseconds(250),
        };
        let mut waits: Vec<_> = (0..2_000)
            .map(|n| Chance::of(&[n]).wait(&latency))
            .collect();
        waits.sort();
        let median = waits[1_000];
        assert!(
            (milliseconds(90)..milliseconds(110)).contains(&median),
            "{median:?}"
        );
        // Of a log-normal distribution, a sixth lies beyond the median times e^sigma.
        let high = waits[1_682];
        assert!(
            (milliseconds(150)..milliseconds(180)).contains(&high),
            "{high:?}"
        );
        assert_eq!(waits[1_999], milliseconds(250), "none is longer");
        let between = Latency::Between(milliseconds(10), milliseconds(20));
        let waits: Vec<_> = (0..100).map(|n| Chance::of(&[n]).wait(&between)).collect();
        assert!(
            waits
                .iter()
                .all(|wait| (milliseconds(10)..milliseconds(20)).contains(wait))
        );
        assert_ne!(waits[0], waits[1]);
    }
}
