//! Texts compared without case and accents.

/// The letters and digits of a text, in lower case and without accents.
pub(super) fn folded(text: &str) -> impl Iterator<Item = u8> {
    text.chars().flat_map(char::to_lowercase).filter_map(plain)
}

/// The words of a text, folded, each after a blank.
pub(super) fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len().saturating_add(1));
    for word in text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words.push(' ');
        words.extend(folded(word).map(char::from));
    }
    words
}

/// A letter without its accent, or a digit; nothing for other signs.
fn plain(letter: char) -> Option<u8> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ä' => b'a',
        'è' | 'é' | 'ê' | 'ë' => b'e',
        'ì' | 'í' | 'î' | 'ï' => b'i',
        'ò' | 'ó' | 'ô' | 'ö' => b'o',
        'ù' | 'ú' | 'û' | 'ü' => b'u',
        'ç' => b'c',
        _ => u8::try_from(letter).ok().filter(u8::is_ascii_alphanumeric)?,
    })
}
