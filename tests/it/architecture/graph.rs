//! Dependency cycles between the files and folders of one folder.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{house::House, resolve::Edge};

/// The edges between the nodes of one folder, each with one path as a witness.
pub(super) type Graph = BTreeMap<String, BTreeMap<String, String>>;

/// The graph of every module with children: the children, and the module's own file, are nodes.
pub(super) fn folders(house: &House) -> BTreeMap<String, Graph> {
    let mut folders = BTreeMap::<String, Graph>::new();
    for edge in house.edges() {
        let [from, to] = [edge.from, edge.to].map(|module| house.modules[module].home);
        let inner: Vec<_> = house.with_ancestors(from).collect();
        // Only in their closest common ancestor are the two different nodes.
        let Some(folder) = house.with_ancestors(to).find(|outer| inner.contains(outer)) else {
            continue;
        };
        let [from, to] = [from, to].map(|module| node(house, folder, module));
        let graph = folders.entry(house.modules[folder].file.clone()).or_default();
        graph.entry(to.clone()).or_default();
        graph.entry(from).or_default().entry(to).or_insert_with(|| told(house, &edge));
    }
    folders
}

/// The shortest cycle of each strongly connected component.
pub(super) fn circles(graph: &Graph) -> Vec<Vec<String>> {
    let mut found: Vec<_> = graph.keys().filter_map(|node| way(graph, node, node)).collect();
    found.sort_by_key(Vec::len);
    let mut knotted = BTreeSet::new();
    found.retain(|circle| {
        let fresh = circle.iter().all(|node| !knotted.contains(node));
        let first = &circle[0];
        let knot = graph
            .keys()
            .filter(|node| way(graph, first, node).is_some() && way(graph, node, first).is_some());
        knotted.extend(knot.cloned());
        fresh
    });
    found
}

/// Formats a cycle, one edge a line.
pub(super) fn shown(folder: &str, graph: &Graph, circle: &[String]) -> String {
    let edges = circle.iter().zip(circle.iter().cycle().skip(1));
    let lines = edges.map(|(from, to)| format!("  {from} -> {to}: {}", graph[from][to]));
    format!("{folder}:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// Formats a path with its position.
pub(super) fn told(house: &House, edge: &Edge<'_>) -> String {
    let file = &house.modules[edge.from].file;
    format!("{file}:{} names {}", edge.named.line, edge.named.segments.join("::"))
}

/// The node a module belongs to: a child of the folder, or the folder's own file.
fn node(house: &House, folder: usize, module: usize) -> String {
    let depth = house.modules[folder].path.len();
    match house.modules[module].path.get(depth) {
        Some(child) => child.clone(),
        None => house.modules[folder].file.rsplit('/').next().unwrap_or_default().to_owned(),
    }
}

/// The shortest walk of at least one edge from one node to another, without the last node.
fn way(graph: &Graph, from: &str, to: &str) -> Option<Vec<String>> {
    let mut before = BTreeMap::<&str, &str>::new();
    let mut waiting = VecDeque::from([from]);
    while let Some(at) = waiting.pop_front() {
        for next in graph[at].keys() {
            if next == to {
                let mut way = vec![at.to_owned()];
                while way.last().is_some_and(|last| last != from) {
                    way.extend(
                        way.last()
                            .and_then(|last| before.get(last.as_str()))
                            .map(ToString::to_string),
                    );
                }
                way.reverse();
                return Some(way);
            }
            if next != from && !before.contains_key(next.as_str()) {
                before.insert(next, at);
                waiting.push_back(next);
            }
        }
    }
    None
}
