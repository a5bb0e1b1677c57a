//! The sockets of a preview: which address, which port.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs, UdpSocket};

use super::gate;

/// Tried after a port that nobody asked for by name and that is taken.
const MORE_PORTS: u16 = 10;

/// What a server listens on.
pub(super) struct Listening {
    pub(super) sockets: Vec<TcpListener>,
    pub(super) port: u16,
    /// May other machines come?
    pub(super) open: bool,
    /// For people: `localhost`, or an address that others reach this machine by.
    pub(super) host: String,
}

/// Which port is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// This one or none: it was asked for.
    Only(u16),
    /// This one, or one of the next ones.
    From(u16),
}

/// Listens on loopback, or on the address that a name stands for.
pub(super) fn listen(host: Option<&str>, port: Port) -> io::Result<Listening> {
    let (first, last) = match port {
        Port::Only(port) => (port, port),
        Port::From(port) => (port, port.saturating_add(MORE_PORTS)),
    };
    let mut taken = None;
    for port in first..=last {
        match on_port(host, port) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => taken = Some(error),
            listening => return listening,
        }
    }
    Err(taken.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

fn on_port(host: Option<&str>, port: u16) -> io::Result<Listening> {
    let Some(name) = host else { return on_loopback(port) };
    let found = (name, port).to_socket_addrs()?.next();
    let address = found.ok_or(io::ErrorKind::AddrNotAvailable)?;
    if gate::is_loopback(&address) {
        return on_loopback(port);
    }
    let socket = TcpListener::bind(address)?;
    let port = socket.local_addr()?.port();
    let host = match address.ip() {
        ip if ip.is_unspecified() => reachable().unwrap_or_else(|| "localhost".to_owned()),
        IpAddr::V6(ip) => format!("[{ip}]"),
        IpAddr::V4(ip) => ip.to_string(),
    };
    Ok(Listening { sockets: vec![socket], port, open: true, host })
}

/// Both kinds of address, since nobody knows which of them a browser takes for `localhost`.
fn on_loopback(port: u16) -> io::Result<Listening> {
    let socket = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    let port = socket.local_addr()?.port();
    let mut sockets = vec![socket];
    match TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))) {
        Ok(socket) => sockets.push(socket),
        // Another program would be seen under the same name.
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
        // A machine without IPv6.
        Err(_) => {}
    }
    Ok(Listening { sockets, port, open: false, host: "localhost".to_owned() })
}

/// The address that this machine would reach others from. Nothing is sent.
fn reachable() -> Option<String> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address for documentation (RFC 5737): it leads to the default route.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_unspecified()).then(|| ip.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_taken() {
        let first = listen(None, Port::Only(0)).unwrap();
        assert!(!first.open && first.host == "localhost");
        assert!(first.sockets.iter().all(|socket| gate::is_loopback(&socket.local_addr().unwrap())));
        let taken = listen(None, Port::Only(first.port));
        assert_eq!(taken.err().map(|error| error.kind()), Some(io::ErrorKind::AddrInUse));
        let next = listen(None, Port::From(first.port)).unwrap();
        assert!(next.port > first.port);
    }

    #[test]
    fn names_of_loopback_are_loopback() {
        for host in ["127.0.0.1", "localhost", "::1"] {
            let Ok(listening) = listen(Some(host), Port::Only(0)) else { continue };
            assert!(!listening.open, "{host}");
        }
        assert!(listen(Some("127.0.0.1"), Port::Only(0)).is_ok());
    }
}
