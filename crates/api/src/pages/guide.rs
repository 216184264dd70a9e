//! `/guide`: the guide for portals, `docs/integrating.md`, as a page. A test runs its examples.

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse};
use ptp_domain::language::Language;
use ptp_http::page::{Page, escaped};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

const GUIDE: &str = include_str!("../../../../docs/integrating.md");

static PAGE: LazyLock<Page> = LazyLock::new(|| rendered(GUIDE));

/// The page, which is English in either language.
pub(super) async fn page(request: HttpRequest) -> HttpResponse {
    PAGE.answer(&request, "Accept-Encoding")
}

/// A heading: its level, text and anchor.
struct Heading {
    level: HeadingLevel,
    text: String,
    anchor: String,
}

/// A Markdown text as a page, with its contents first.
fn rendered(markdown: &str) -> Page {
    let events: Vec<_> = Parser::new_ext(markdown, Options::empty()).collect();
    let headings = headings(&events);
    let title = headings.first().map(|first| first.text.clone()).unwrap_or_default();
    let mut anchors = headings.iter().map(|heading| heading.anchor.clone());
    // The frame has the title as its heading.
    let after_title = events
        .iter()
        .position(|event| matches!(event, Event::End(TagEnd::Heading(HeadingLevel::H1))))
        .map_or(0, |place| place + 1);
    anchors.next();
    let events = events.into_iter().skip(after_title).map(|event| match event {
        Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
            let id = anchors.next().map(Into::into);
            Event::Start(Tag::Heading { level, id, classes, attrs })
        }
        // What is long is scrolled, also with the keys.
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
            let language = escaped(&language);
            Event::Html(format!("<pre tabindex=\"0\"><code data-language=\"{language}\">").into())
        }
        Event::End(TagEnd::CodeBlock) => Event::Html("</code></pre>\n".into()),
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    });
    let contents = headings.iter().filter(|heading| heading.level == HeadingLevel::H2).map(
        |Heading { text, anchor, .. }| {
            format!("<li><a href=\"#{anchor}\">{}</a></li>\n", escaped(text))
        },
    );
    let mut body =
        format!("<nav aria-label=\"Contents\"><ul>\n{}</ul></nav>\n", contents.collect::<String>());
    html::push_html(&mut body, events);
    Page { language: Language::English, title, body }
}

/// The headings of a text, in order.
fn headings(events: &[Event<'_>]) -> Vec<Heading> {
    let mut found = Vec::<Heading>::new();
    let mut inside = false;
    for event in events {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                inside = true;
                found.push(Heading { level: *level, text: String::new(), anchor: String::new() });
            }
            Event::End(TagEnd::Heading(_)) => inside = false,
            Event::Text(text) | Event::Code(text) if inside => {
                if let Some(heading) = found.last_mut() {
                    heading.text.push_str(text);
                    heading.anchor = anchor(&heading.text);
                }
            }
            _ => {}
        }
    }
    found
}

/// `Good to know` as `good-to-know`.
fn anchor(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-").to_lowercase()
}
