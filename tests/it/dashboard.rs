//! `onboard dashboard`: the folder it keeps, the server, and what a browser finds.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::sandbox::Sandbox;
use crate::skip;

/// The clients of the examples.
fn examples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/clients");
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .map(|it| (it.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&it).unwrap()))
        .collect();
    found.sort();
    found
}

/// A workspace with the clients of the examples, and these.
pub(crate) fn desk(more: &[(String, String)]) -> Sandbox {
    let mut clients = examples();
    clients.extend(more.iter().cloned());
    let clients: Vec<(&str, &str)> = clients.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let desk = Sandbox::with_clients(&clients);
    let settings = desk.read("onboard.yaml");
    desk.write("onboard.yaml", &format!("{settings}repository_url: https://git.example/onboarding/clients\n"));
    desk.commit_all("settings");
    desk
}

fn page(desk: &Sandbox, name: &str) -> String {
    desk.read(&format!("site/{name}"))
}

/// Everything in a folder, by name.
pub(crate) fn all(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(at) = open.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push((path.strip_prefix(folder).unwrap().to_path_buf(), std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_same_input_and_day_give_the_same_bytes_and_nothing_is_touched_twice() {
    let desk = desk(&[]);
    let first = desk.ok("dashboard");
    assert!(first.contains("59 written, 0 removed"), "{first}");
    let before = all(&desk.path("site"));
    assert!(desk.ok("dashboard").contains("0 written, 0 removed"));
    desk.ok("dashboard -o other");
    assert_eq!(all(&desk.path("other")), before);
    // One client changes: its own pages and those about all.
    desk.ok("set salmon-council notes=[]");
    let again = desk.ok("dashboard");
    assert!(!again.contains(" 0 written"), "{again}");
    let changed: Vec<PathBuf> = all(&desk.path("site"))
        .into_iter()
        .zip(before)
        .filter(|(now, then)| now != then)
        .map(|(now, _)| now.0)
        .collect();
    let strange: Vec<&PathBuf> = changed
        .iter()
        .filter(|it| {
            let name = it.to_str().unwrap();
            !name.contains("salmon-council") && !name.ends_with("calendar.ics")
        })
        .collect();
    assert!(strange.is_empty(), "{strange:?}");
}

#[test]
fn files_of_a_person_stay_and_pages_of_a_client_that_is_gone_go() {
    let desk = desk(&[]);
    desk.ok("dashboard");
    desk.write("site/CNAME", "onboarding.example\n");
    std::fs::remove_file(desk.path("clients/salmon-council.yaml")).unwrap();
    let said = desk.ok("dashboard");
    assert!(said.contains("5 removed"), "{said}");
    assert!(!desk.path("site/en/client/salmon-council.html").exists());
    assert_eq!(desk.read("site/CNAME"), "onboarding.example\n");
    // A folder that holds something else is no place for a site.
    desk.write("thesis/chapter.txt", "mine");
    let run = desk.run("dashboard -o thesis");
    assert_eq!(run.code, 73, "{run}");
    for place in ["clients", "clients/site", ".", ".git/site", "..", "process"] {
        let run = desk.run(&format!("dashboard -o {place}"));
        assert!([2, 73].contains(&run.code), "{place}\n{run}");
    }
}

#[test]
fn a_client_is_told_whole_in_each_language() {
    let desk = desk(&[]);
    desk.ok("hold salmon-council --reason-en 'Year end' --reason-fr 'Fin d’exercice'");
    desk.ok("dashboard --base-url https://pages.example/onboarding");
    let english = page(&desk, "en/client/salmon-council.html");
    let commit = desk.git("rev-parse HEAD").trim().to_owned();
    for part in [
        "<html lang=\"en-CA\">",
        "href=\"https://pages.example/onboarding/fr/client/salmon-council.html\"",
        "On hold since November 23, 2026: Year end.",
        "<strong>Put on hold</strong>",
        &format!("https://git.example/onboarding/clients/commit/{}", &commit[..9]),
        "https://git.example/onboarding/clients/blob/HEAD/clients/salmon-council.yaml",
        "href=\"salmon-council.ics\"",
        "href=\"../../data/client/salmon-council.json\"",
    ] {
        assert!(english.contains(part), "{part}\n{english}");
    }
    let french = page(&desk, "fr/client/salmon-council.html");
    for part in
        ["<html lang=\"fr-CA\">", "En suspens depuis le 23 novembre 2026\u{a0}: Fin d’exercice.", "Mise en suspens"]
    {
        assert!(french.contains(part), "{part}\n{french}");
    }
    let data: serde_json::Value = serde_json::from_str(&page(&desk, "data/client/salmon-council.json")).unwrap();
    assert_eq!(data, desk.json("show salmon-council"), "the data is what `show` says");
    let closed = page(&desk, "en/client/kite-registry.html");
    assert!(closed.contains("href=\"../closure/kite-registry.html\""), "{closed}");
    assert!(page(&desk, "fr/closure/kite-registry.html").contains("Rapport de clôture"));
}

#[test]
fn what_cannot_be_read_is_told_of_and_the_rest_is_there() {
    let desk = desk(&[]);
    desk.write("clients/broken.yaml", "id: broken\nid: twice\n");
    let run = desk.run("dashboard");
    assert_eq!(run.code, 65, "{run}");
    let portfolio = page(&desk, "en/index.html");
    assert!(portfolio.contains("could not be read and is missing from every figure: broken"), "{portfolio}");
    assert!(desk.path("site/en/client/seed-vault.html").exists());
    // A file with an error is told of where it is shown.
    let text = desk.read("clients/seed-vault.yaml").replace("phase: go-live", "phase: nowhere");
    desk.write("clients/seed-vault.yaml", &text);
    desk.run("dashboard").stdout.clear();
    assert!(page(&desk, "en/client/seed-vault.html").contains("this page cannot be relied on"));
    assert!(page(&desk, "en/index.html").contains("in the file"));
}

#[test]
fn no_secret_of_a_file_is_on_any_page() {
    let key = format!("-----BEGIN {} KEY-----", "PRIVATE");
    let desk = desk(&[]);
    let text = desk.read("clients/tidal-board.yaml");
    let text = format!("{text}pasted: \"{key}MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\"\n");
    desk.write("clients/tidal-board.yaml", &text);
    desk.run("dashboard").stdout.clear();
    for (name, bytes) in all(&desk.path("site")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("MIIEvQIBADANBg"), "{}", name.display());
    }
}

/// `onboard dashboard --serve`, ended with the test.
struct Served {
    child: Child,
    url: String,
}

impl Served {
    fn start(desk: &Sandbox) -> Self {
        let mut child = desk
            .command(env!("CARGO_BIN_EXE_onboard"))
            .args(["dashboard", "--serve", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url =
            line.split_whitespace().find(|it| it.starts_with("http://")).unwrap().trim_end_matches(',').to_owned();
        Self { child, url }
    }

    fn get(&self, path: &str, host: Option<&str>) -> String {
        let address = self.url.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", host.unwrap_or(address)).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn the_server_shows_the_site_to_this_computer_alone_and_follows_changes() {
    let desk = desk(&[]);
    let served = Served::start(&desk);
    assert!(served.get("/en/", None).starts_with("HTTP/1.1 200"));
    assert!(served.get("/en/", Some("evil.example")).starts_with("HTTP/1.1 421"));
    for path in
        ["/../onboard.yaml", "/%2e%2e/onboard.yaml", "/.onboard-files", "/en/../../onboard.yaml", "//etc/passwd"]
    {
        assert!(served.get(path, None).starts_with("HTTP/1.1 404"), "{path}");
    }
    desk.ok("rename salmon-council --name-en 'Salmon Commission' --name-fr 'Commission du saumon' --until 2026-11-23");
    let begun = std::time::Instant::now();
    while !served.get("/en/client/salmon-council.html", None).contains("Salmon Commission") {
        assert!(begun.elapsed().as_secs() < 60, "the change is not shown");
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
}

/// A client whose names mean harm.
fn hostile() -> (String, String) {
    let bad = "<script>owned = 1</script><img src=x onerror=owned=1> \\\"' onclick=owned=1 </title> & hostile שלום \
               [x](javascript:owned=1) {{ 7*7 }}";
    let long = "Very".repeat(90);
    let name = format!("\"{bad}\"");
    let text = format!(
        "schema: 1\nid: hostile\nprocess: sign-in-canada@1\norganization:\n  name: {{en: {name}, fr: {name}}}\n  \
         abbreviation: {{en: {long}, fr: {long}}}\n  former_names: [{{en: {name}, fr: {name}, until: 2025-01-01}}]\n\
         language: en\nstatus: active\nphase: engagement\n\
         services: [{{id: s, name: {{en: {name}, fr: {name}}}, state: planned}}]\n\
         contacts: [{{role: business_owner, organization: client, mailbox: a-b@hostile.example}}]\n\
         agreement:\n  milestones: [{{id: m, name: {{en: {name}, fr: {name}}}, due: 2026-12-01}}]\n  \
         scope: {{en: {name}, fr: {name}}}\n\
         history:\n  - {{date: 2026-01-05, change: init, to: engagement, status: active, reason: {{en: {name}, fr: {name}}}}}\n"
    );
    ("hostile".to_owned(), text)
}

/// So many clients that the table has two pages.
fn many() -> Vec<(String, String)> {
    let client = |number: usize| {
        let id = format!("office-{number}");
        let text = format!(
            "schema: 1\nid: {id}\nprocess: sign-in-canada@1\norganization:\n  name: {{en: Office {number}, fr: Bureau {number}}}\n\
             language: en\nstatus: prospect\nphase: engagement\nhistory:\n  \
             - {{date: 2026-{:02}-05, change: init, to: engagement, status: prospect}}\n",
            number % 10 + 1
        );
        (id, text)
    };
    (1..=100).map(client).collect()
}

#[test]
fn a_browser_finds_every_page_usable_and_harmless() {
    let Ok(modules) = std::env::var("ONBOARD_NODE_MODULES") else {
        return skip("ONBOARD_NODE_MODULES names no folder with playwright-core, axe-core and html-validate");
    };
    let Ok(browser) = std::env::var("ONBOARD_BROWSER") else {
        return skip("ONBOARD_BROWSER names no Chromium");
    };
    for module in ["playwright-core", "axe-core", "html-validate"] {
        if !Path::new(&modules).join(module).exists() {
            return skip(&format!("{module} is not in ONBOARD_NODE_MODULES"));
        }
    }
    let mut clients = many();
    clients.push(hostile());
    let desk = desk(&clients);
    let served = Served::start(&desk);
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let look = Command::new("node")
        .arg(scripts.join("site.mjs"))
        .args([desk.path("site").to_str().unwrap(), &served.url, &modules, &browser])
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&look.stdout), String::from_utf8_lossy(&look.stderr));
    assert!(look.status.success(), "{said}");
    let valid = Command::new("node")
        .arg(Path::new(&modules).join("html-validate/bin/html-validate.mjs"))
        .arg("--config")
        .arg(scripts.join("htmlvalidate.json"))
        .arg(format!("{}/**/*.html", desk.path("site").display()))
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&valid.stdout), String::from_utf8_lossy(&valid.stderr));
    assert!(valid.status.success(), "{said}");
}
