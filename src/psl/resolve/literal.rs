//! Texts that hold a value of another type.

/// Whether a text is a moment as RFC 3339 has it; a space may stand for the `T`.
pub(super) fn is_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| -> Option<u32> {
        let part = text.get(from..to)?;
        if part.bytes().all(|byte| byte.is_ascii_digit()) { part.parse().ok() } else { None }
    };
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let (Some(year), Some(month), Some(day)) = (digits(0, 4), digits(5, 7), digits(8, 10)) else { return false };
    let (Some(hour), Some(minute), Some(second)) = (digits(11, 13), digits(14, 16), digits(17, 19)) else {
        return false;
    };
    let separators = [byte(4), byte(7), byte(13), byte(16)] == *b"--::" && matches!(byte(10), b'T' | b't' | b' ');
    let in_range = (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour <= 23
        && minute <= 59
        && second <= 60;
    let mut at = 19;
    if byte(at) == b'.' {
        at += 1;
        let start = at;
        while byte(at).is_ascii_digit() {
            at += 1;
        }
        if at == start {
            return false;
        }
    }
    separators && in_range && is_offset(text.get(at..).unwrap_or_default())
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_offset(text: &str) -> bool {
    match text.as_bytes() {
        b"Z" | b"z" => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => {
            let digits = [h1, h2, m1, m2];
            digits.iter().all(|digit| digit.is_ascii_digit()) && (*h1, *h2) <= (b'2', b'3') && *m1 <= b'5'
        }
        _ => false,
    }
}

/// The bytes of a text in standard base64 with padding.
pub(super) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let body = text.trim_end_matches('=');
    if text.len() - body.len() > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for c in body.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap_or(0));
        }
    }
    // What is left over has to be zero, or two texts would stand for the same bytes.
    let left_over = bits & ((1 << count) - 1);
    (left_over == 0 && count != 6).then_some(bytes)
}

/// Plain decimal digits for a number that may have an exponent; `None` when it is no number.
pub(super) fn expand_decimal(text: &str) -> Option<String> {
    /// More zeros than any column holds.
    const FARTHEST: i32 = 2000;
    let (sign, unsigned) = match text.strip_prefix(['-', '+']) {
        Some(rest) if text.starts_with('-') => ("-", rest),
        Some(rest) => ("", rest),
        None => ("", text),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok().filter(|e| e.abs() <= FARTHEST)?),
        None => (unsigned, 0),
    };
    // Prisma takes `1_000` for a thousand; a number cannot start with the underscore
    if mantissa.replacen('.', "", 1).starts_with('_') {
        return None;
    }
    let mantissa = mantissa.replace('_', "");
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((&mantissa, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let digits = format!("{whole}{fraction}");
    let point = i32::try_from(whole.len()).ok()? + exponent;
    let (before, after) = if point <= 0 {
        (String::new(), format!("{}{digits}", "0".repeat(usize::try_from(-point).ok()?)))
    } else {
        let point = usize::try_from(point).ok()?;
        if point >= digits.len() {
            (format!("{digits}{}", "0".repeat(point - digits.len())), String::new())
        } else {
            (digits[..point].to_owned(), digits[point..].to_owned())
        }
    };
    let before = match before.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let is_zero = before == "0" && after.bytes().all(|byte| byte == b'0');
    let sign = if is_zero { "" } else { sign };
    Some(if after.is_empty() { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_need_a_time_and_an_offset() {
        for good in ["2020-01-01T00:00:00Z", "2020-02-29 23:59:60.123+02:00", "2000-02-29t00:00:00z"] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in ["2020-01-01", "2021-02-29T00:00:00Z", "2020-01-01T00:00:00", "2020-01-01T00:00:00.Z", "", "é"] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }

    #[test]
    fn base64_is_decoded_when_it_is_padded() {
        assert_eq!(decode_base64("aGVsbG8="), Some(b"hello".to_vec()));
        assert_eq!(decode_base64(""), Some(Vec::new()));
        for bad in ["aGVsbG8", "aGVsbG9=", "a===", "_-==", "===="] {
            assert_eq!(decode_base64(bad), None, "{bad}");
        }
    }

    #[test]
    fn exponents_are_expanded() {
        for (text, expanded) in [
            ("1e5", "100000"),
            ("1.5E-3", "0.0015"),
            ("-0.0", "0.0"),
            ("007.50", "7.50"),
            ("12.34e1", "123.4"),
            (".5", "0.5"),
            ("1_000.2_5", "1000.25"),
        ] {
            assert_eq!(expand_decimal(text).as_deref(), Some(expanded), "{text}");
        }
        for bad in ["", ".", "e5", "1e", "1e99999", "1,5", "x", "_1", "-_1", "._1", "1e1_0"] {
            assert_eq!(expand_decimal(bad), None, "{bad}");
        }
    }
}
