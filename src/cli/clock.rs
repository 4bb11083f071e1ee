//! What time it is, for a migration: `--date`, else SOURCE_DATE_EPOCH, else now, in UTC.

use jiff::Timestamp;
use jiff::civil::{self, DateTime};
use jiff::tz::TimeZone;

use super::args::Date;
use crate::diagnostic::{Code, Diagnostic};

/// The moment, in UTC.
pub(super) fn now(date: &Date) -> Result<DateTime, Diagnostic> {
    if let Some(given) = &date.date {
        return understood(given.trim()).ok_or_else(|| {
            Diagnostic::error(Code::BadDate, format!("`{}` is no date", given.escape_debug()))
                .help("write --date 2026-01-28 or --date 2026-01-28T09:30:00Z")
        });
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(epoch) if !epoch.is_empty() => {
            let seconds = epoch.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
            seconds.map(in_utc).filter(is_writable).ok_or_else(|| {
                Diagnostic::error(Code::BadDate, "SOURCE_DATE_EPOCH holds no date")
                    .help("set it to seconds since 1970, unset it, or write --date 2026-01-28")
            })
        }
        _ => Ok(in_utc(Timestamp::now())),
    }
}

fn understood(date: &str) -> Option<DateTime> {
    let is_plain = date.len() == 10;
    let moment = if is_plain {
        date.parse::<civil::Date>().ok().map(|date| date.to_datetime(civil::Time::midnight()))
    } else {
        date.parse::<Timestamp>().ok().map(in_utc)
    };
    moment.filter(is_writable)
}

/// A timestamp has four digits for the year.
fn is_writable(moment: &DateTime) -> bool {
    (1..=9999).contains(&moment.year())
}

fn in_utc(moment: Timestamp) -> DateTime {
    moment.to_zoned(TimeZone::UTC).datetime()
}

#[cfg(test)]
mod tests {
    use super::understood;

    #[test]
    fn dates_are_understood() {
        let written = |date: &str| understood(date).map(|moment| moment.to_string());
        assert_eq!(written("2026-01-28").as_deref(), Some("2026-01-28T00:00:00"));
        assert_eq!(written("2026-01-28T09:30:00+02:00").as_deref(), Some("2026-01-28T07:30:00"));
        assert_eq!(written("2026-01-28T09:30:00Z").as_deref(), Some("2026-01-28T09:30:00"));
        for wrong in ["", "today", "2026-02-30", "28.01.2026", "-000001-01-01", "2026-01-28T09:30:00"] {
            assert_eq!(written(wrong), None, "{wrong}");
        }
    }
}
