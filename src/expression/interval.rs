//! Spans of time: <https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-INPUT>.

/// Months, days and microseconds, which PostgreSQL keeps apart.
#[derive(Clone, Copy, Default)]
struct Interval {
    months: i64,
    days: i64,
    microseconds: i64,
}

/// How many microseconds a second has.
const SECOND: i64 = 1_000_000;

/// An interval as its three numbers; `None` for the words that are seldom used.
pub(super) fn canonical(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let Interval { months, days, microseconds } = match text.strip_prefix('p') {
        Some(designators) => iso(designators)?,
        None => words(&text)?,
    };
    Some(format!("{months} {days} {microseconds}"))
}

/// `1 year 2 mons -3 days 04:05:06.7 ago`.
fn words(text: &str) -> Option<Interval> {
    let mut interval = Interval::default();
    let mut parts = text.split_whitespace().peekable();
    parts.peek()?;
    while let Some(part) = parts.next() {
        if part == "ago" {
            let Interval { months, days, microseconds } = interval;
            interval = Interval { months: -months, days: -days, microseconds: -microseconds };
            return parts.next().is_none().then_some(interval);
        }
        if part.contains(':') {
            interval.microseconds = interval.microseconds.checked_add(clock(part)?)?;
            continue;
        }
        let end = part.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(part.len());
        let (number, unit) = part.split_at(end);
        let unit = if unit.is_empty() { parts.next()? } else { unit };
        interval.add(number, unit)?;
    }
    Some(interval)
}

/// `1y2m3dt4h5m6.7s`: what stands after the `P`.
fn iso(designators: &str) -> Option<Interval> {
    let mut interval = Interval::default();
    let (date, time) = designators.split_once('t').unwrap_or((designators, ""));
    for (text, month_or_minute) in [(date, "month"), (time, "minute")] {
        let mut rest = text;
        while !rest.is_empty() {
            let (number, behind) = rest.split_at(rest.find(|c: char| c.is_ascii_alphabetic())?);
            let (unit, behind) = behind.split_at(1);
            interval.add(number, if unit == "m" { month_or_minute } else { unit })?;
            rest = behind;
        }
    }
    (!designators.is_empty()).then_some(interval)
}

/// `-04:05:06.7`, in microseconds.
fn clock(text: &str) -> Option<i64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut parts = text.split(':');
    let hours: i64 = parts.next()?.parse().ok()?;
    let minutes: i64 = parts.next()?.parse().ok()?;
    let seconds = parts.next().map_or(Some(0), |seconds| scaled(seconds, SECOND))?;
    let is_whole = parts.next().is_none() && !text.contains(['+', '-']);
    let minutes = is_whole.then(|| hours.checked_mul(60)?.checked_add(minutes))??;
    minutes.checked_mul(60 * SECOND)?.checked_add(seconds)?.checked_mul(sign)
}

/// A number with a fraction, in the smallest units of something that has so many of them.
fn scaled(number: &str, units: i64) -> Option<i64> {
    let (sign, number) = match number.strip_prefix('-') {
        Some(number) => (-1, number),
        None => (1, number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let is_number = !(whole.is_empty() && fraction.is_empty()) && fraction.len() <= 6;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(is_number && digits(whole) && digits(fraction)) {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let of_a_million: i64 = format!("{fraction:0<6}").parse().ok()?;
    let parts = of_a_million.checked_mul(units)?;
    // what is no whole unit is for the server to round
    let parts = (parts % 1_000_000 == 0).then_some(parts / 1_000_000)?;
    whole.checked_mul(units)?.checked_add(parts)?.checked_mul(sign)
}

impl Interval {
    fn add(&mut self, number: &str, unit: &str) -> Option<()> {
        let (field, units) = match unit {
            "microsecond" | "microseconds" | "us" => (&mut self.microseconds, 1),
            "millisecond" | "milliseconds" | "ms" => (&mut self.microseconds, 1000),
            "second" | "seconds" | "sec" | "secs" | "s" => (&mut self.microseconds, SECOND),
            "minute" | "minutes" | "min" | "mins" | "m" => (&mut self.microseconds, 60 * SECOND),
            "hour" | "hours" | "hr" | "hrs" | "h" => (&mut self.microseconds, 3600 * SECOND),
            "day" | "days" | "d" => (&mut self.days, 1),
            "week" | "weeks" | "w" => (&mut self.days, 7),
            "month" | "months" | "mon" | "mons" => (&mut self.months, 1),
            "year" | "years" | "yr" | "yrs" | "y" => (&mut self.months, 12),
            "decade" | "decades" => (&mut self.months, 120),
            "century" | "centuries" => (&mut self.months, 1200),
            _ => return None,
        };
        *field = field.checked_add(scaled(number, units)?)?;
        Some(())
    }
}
