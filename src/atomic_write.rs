//! Files that are written whole or not at all, whenever the process or the machine stops.
//!
//! What is written gets its name last. On Linux it has none until then, so that not even a process
//! that is killed leaves something behind; elsewhere, and on file systems that cannot do that, a
//! temporary file lies beside the place. Nothing here knows what is written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What temporary files are called, and something of their own.
const PREFIX: &str = ".csto-validate-";

/// How many symbolic links may lead to a file. Linux follows as many.
const MOST_LINKS: usize = 40;

/// Writes a file. Where it exists, it keeps its permissions, and its content until the new one is
/// complete. A symbolic link stays, and what it leads to is written. What is no ordinary file (a
/// pipe, a terminal, standard output by its name) is never replaced: it gets the bytes as they come.
///
/// # Errors
///
/// Where the content, or the file, cannot be written; the file is as it was then.
pub(crate) fn write(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if is_stream(path) {
        return fill(&mut OpenOptions::new().append(true).open(path)?, content);
    }
    let path = &resolved(path)?;
    let existing = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"));
        }
        Ok(metadata) => Some(metadata.permissions()),
        Err(_) => None,
    };
    let folder = folder(path);
    #[cfg(target_os = "linux")]
    if let Some(mut file) = nameless::create(folder) {
        complete(&mut file, existing, content)?;
        return nameless::name(&file, folder, path);
    }
    let mut file =
        tempfile::Builder::new().prefix(PREFIX).permissions(permissions(path)).tempfile_in(folder)?;
    complete(file.as_file_mut(), existing, content)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a file where there is none yet; never over one that appears in the meantime.
///
/// # Errors
///
/// Where there is something, or the content or the file cannot be written; then there is no file.
pub(crate) fn write_new(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let folder = folder(path);
    #[cfg(target_os = "linux")]
    if let Some(mut file) = nameless::create(folder) {
        complete(&mut file, None, content)?;
        return nameless::link(&file, path).map_err(io::Error::from);
    }
    let mut file =
        tempfile::Builder::new().prefix(PREFIX).permissions(permissions(path)).tempfile_in(folder)?;
    complete(file.as_file_mut(), None, content)?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

/// The directory that a file lies in.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Whether a place takes bytes, but cannot be replaced. Some names stand for what is open already,
/// even where that is an ordinary file.
fn is_stream(path: &Path) -> bool {
    let Ok(metadata) = fs::metadata(path) else { return false };
    let open_already = cfg!(unix)
        && ["/dev/stdout", "/dev/stderr", "/dev/fd", "/proc"].iter().any(|open| path.starts_with(open));
    !metadata.is_dir() && (open_already || !metadata.is_file())
}

/// What symbolic links lead to, whether that exists or not.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = path.parent().unwrap_or(Path::new("")).join(target),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("it is a symbolic link that leads to itself"))
}

fn fill(file: &mut File, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    content(&mut out)?;
    out.flush()
}

/// Gives a file its content and permissions, and waits until the disk has it.
fn complete(
    file: &mut File,
    permissions: Option<fs::Permissions>,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    fill(file, content)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}

/// Those of the file that is replaced; as any new file otherwise, which the system narrows.
#[cfg(unix)]
fn permissions(path: &Path) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).map_or_else(|_| fs::Permissions::from_mode(0o666), |metadata| metadata.permissions())
}

#[cfg(not(unix))]
fn permissions(path: &Path) -> fs::Permissions {
    // A new file is writable everywhere; the directory of this process always has permissions.
    fs::metadata(path)
        .or_else(|_| std::env::temp_dir().metadata())
        .map(|metadata| metadata.permissions())
        .unwrap_or_else(|_| unreachable!("the directory for temporary files exists"))
}

/// Files that get their name when they are complete.
#[cfg(target_os = "linux")]
mod nameless {
    use std::fs::{self, File};
    use std::io;
    use std::os::fd::AsRawFd as _;
    use std::path::{Path, PathBuf};

    use rustix::fs::{AtFlags, CWD, Mode, OFlags};
    use rustix::io::Errno;

    use super::PREFIX;

    /// How many names are tried for what stands beside a file for a moment.
    const TRIES: u32 = 1000;

    /// A file without a name; `None` where the file system has no such files, or where it could
    /// not be given a name.
    pub(super) fn create(folder: &Path) -> Option<File> {
        let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
        // As any new file; the system narrows it.
        let mode = Mode::from_raw_mode(0o666);
        let file = File::from(rustix::fs::openat(CWD, folder, flags, mode).ok()?);
        place(&file).exists().then_some(file)
    }

    fn place(file: &File) -> PathBuf {
        format!("/proc/self/fd/{}", file.as_raw_fd()).into()
    }

    /// Puts a file at a path. Where something is there, it stands beside it for a moment, whole:
    /// only a renaming replaces at once.
    pub(super) fn name(file: &File, folder: &Path, path: &Path) -> io::Result<()> {
        match link(file, path) {
            Err(Errno::EXIST) => {}
            result => return Ok(result?),
        }
        for number in 0..TRIES {
            let beside = folder.join(format!("{PREFIX}{}-{number}", std::process::id()));
            match link(file, &beside) {
                Err(Errno::EXIST) => continue,
                result => result?,
            }
            return fs::rename(&beside, path).inspect_err(|_| {
                // The first error is the one to tell.
                let _ = fs::remove_file(&beside);
            });
        }
        Err(Errno::EXIST.into())
    }

    /// Gives a file a name that nothing has yet.
    pub(super) fn link(file: &File, path: &Path) -> rustix::io::Result<()> {
        rustix::fs::linkat(CWD, place(file), CWD, path, AtFlags::SYMLINK_FOLLOW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> impl FnOnce(&mut dyn Write) -> io::Result<()> + '_ {
        move |out| out.write_all(text.as_bytes())
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn new_and_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        for content in ["one", "two and more", ""] {
            write(&path, text(content)).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
        assert_eq!(names(dir.path()), ["a"]);
    }

    #[test]
    fn new_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        write_new(&path, text("one")).unwrap();
        assert_eq!(write_new(&path, text("two")).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        write_new(&dir.path().join("b"), |_| Err(io::Error::other("no more"))).unwrap_err();
        assert_eq!(names(dir.path()), ["a"]);
    }

    #[test]
    fn what_fails_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let fails = |out: &mut dyn Write| {
            out.write_all(&[b'x'; 100_000])?;
            Err(io::Error::other("no more"))
        };
        let path = dir.path().join("a");
        assert_eq!(write(&path, fails).unwrap_err().to_string(), "no more");
        assert_eq!(names(dir.path()), [""; 0]);
        fs::write(&path, "before").unwrap();
        write(&path, fails).unwrap_err();
        assert_eq!(
            (names(dir.path()), fs::read_to_string(&path).unwrap()),
            (vec!["a".into()], "before".into())
        );
        assert_eq!(write(dir.path(), text("x")).unwrap_err().to_string(), "it is a directory");
        assert_eq!(write(&dir.path().join("no/a"), text("x")).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[cfg(unix)]
    mod unix {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

        use super::*;

        #[test]
        fn permissions_stay() {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("a");
            write(&path, text("x")).unwrap();
            let plain = dir.path().join("plain");
            fs::write(&plain, "x").unwrap();
            assert_eq!(fs::metadata(&path).unwrap().mode(), fs::metadata(&plain).unwrap().mode());
            fs::set_permissions(&path, fs::Permissions::from_mode(0o604)).unwrap();
            write(&path, text("y")).unwrap();
            assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o604);
        }

        /// A directory like any other, whose name begins as that of a device.
        #[test]
        fn in_shared_memory() {
            let Ok(dir) = tempfile::tempdir_in("/dev/shm") else { return };
            let path = dir.path().join("a");
            write(&path, text("one")).unwrap();
            write(&path, text("two")).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        }

        #[test]
        fn links_stay() {
            let dir = tempfile::tempdir().unwrap();
            let at = |name: &str| dir.path().join(name);
            fs::create_dir(at("folder")).unwrap();
            symlink("folder/real", at("one")).unwrap();
            symlink("one", at("two")).unwrap();
            for content in ["new", "replaced"] {
                write(&at("two"), text(content)).unwrap();
                assert_eq!(fs::read_to_string(at("folder/real")).unwrap(), content);
            }
            assert_eq!(names(dir.path()), ["folder", "one", "two"]);
            assert_eq!(names(&at("folder")), ["real"]);
            symlink("circle", at("circle")).unwrap();
            assert!(write(&at("circle"), text("x")).unwrap_err().to_string().contains("leads to itself"));
        }
    }
}
