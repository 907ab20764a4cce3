//! How long a sandbox takes to start, how much it answers, and how many fit into one process.
//!
//! `cargo bench -p restli-sandbox --bench figures`, or with the folder of another schema behind `--`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use restli_sandbox::{Sandbox, Service};

/// The simplest request of LinkedIn's schema that reads an entity.
const PATH: &str = "/v2/me";
const CONNECTIONS: u32 = 4;
const REQUESTS: u32 = 5_000;
const INSTANCES: usize = 100;

fn main() {
    let given = std::env::args().skip(1).find(|arg| !arg.starts_with("--"));
    let schema = match given {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema"),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let start = |service: &Service| {
        runtime
            .block_on(service.sandbox().start())
            .expect("a sandbox")
    };

    let cold = fastest(20, || {
        let sandbox = runtime.block_on(Sandbox::start(&schema));
        drop(sandbox.expect("a sandbox"));
    });
    let service = Service::read(&schema).expect("a schema");
    let warm = fastest(20, || drop(start(&service)));
    println!("start, from the files:         {:6.1} ms", millis(cold));
    println!("start, of a schema once read:  {:6.1} ms", millis(warm));

    let sandbox = start(&service);
    let elapsed = load(&sandbox);
    let answered = f64::from(CONNECTIONS * REQUESTS) / elapsed.as_secs_f64();
    println!("GET {PATH}: {answered:.0} requests per second over {CONNECTIONS} connections");
    drop(sandbox);

    let before = resident();
    let begun = Instant::now();
    let sandboxes: Vec<Sandbox> = (0..INSTANCES).map(|_| start(&service)).collect();
    let all = begun.elapsed();
    for sandbox in &sandboxes {
        let mut connection = Connection::open(sandbox);
        connection.get(PATH);
    }
    println!(
        "{INSTANCES} sandboxes in one process: started in {:.0} ms, {:.2} MiB each, {:.0} MiB in all",
        millis(all),
        (resident() - before) / INSTANCES as f64,
        resident(),
    );
}

/// The time of many requests over several connections at once.
fn load(sandbox: &Sandbox) -> Duration {
    let begun = Instant::now();
    thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut connection = Connection::open(sandbox);
                for _ in 0..REQUESTS {
                    connection.get(PATH);
                }
            });
        }
    });
    begun.elapsed()
}

struct Connection {
    stream: BufReader<TcpStream>,
    token: String,
}

impl Connection {
    fn open(sandbox: &Sandbox) -> Self {
        let address = sandbox.url().trim_start_matches("http://");
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("an option");
        Connection {
            stream: BufReader::new(stream),
            token: sandbox.token().to_owned(),
        }
    }

    /// Reads something that must be there.
    fn get(&mut self, path: &str) {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\r\n",
            self.token
        );
        let stream = self.stream.get_mut();
        stream.write_all(request.as_bytes()).expect("sent");
        let (mut line, mut length) = (String::new(), 0);
        self.stream.read_line(&mut line).expect("a status");
        assert!(line.contains(" 200 "), "{line}");
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("a header");
            let header = line.to_ascii_lowercase();
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("a body");
    }
}

/// The shortest of several runs: the others met other work of the machine.
fn fastest(runs: u32, mut run: impl FnMut()) -> Duration {
    let times = (0..runs).map(|_| {
        let begun = Instant::now();
        run();
        begun.elapsed()
    });
    times.min().unwrap_or_default()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The memory of this process, in MiB; zero where nobody tells.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}
