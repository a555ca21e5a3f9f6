using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Bridge.LoadGen;

/// <summary>Linux's epoll, level-triggered: one thread that serves thousands of sockets with nothing between it and the kernel.</summary>
internal sealed partial class Epoll : IDisposable
{
    private const int Add = 1, Remove = 2, Modify = 3;
    private const uint In = 1, Out = 4;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private readonly int _handle = Check(epoll_create1(0));
    private readonly Dictionary<int, LoadConnection> _connections = [];
    private readonly byte[] _events = new byte[Stride * 256];

    public void Watch(LoadConnection connection)
    {
        _connections.Add(Handle(connection), connection);
        Control(Add, connection, writing: false);
    }

    public void Watch(LoadConnection connection, bool writing) => Control(Modify, connection, writing);

    public void Forget(LoadConnection connection)
    {
        _connections.Remove(Handle(connection));
        Control(Remove, connection, writing: false);
    }

    /// <summary>Waits at most so long, zero: not at all, and lets every ready connection receive or send.</summary>
    public void Turn(int timeoutMilliseconds)
    {
        var ready = epoll_wait(_handle, ref _events[0], _events.Length / Stride, timeoutMilliseconds);
        for (var i = 0; i < ready; i++)
        {
            var e = _events.AsSpan(i * Stride, Stride);
            var flags = BitConverter.ToUInt32(e);
            var connection = _connections[BitConverter.ToInt32(e[(Stride - 8)..])];
            if ((flags & ~Out) != 0)
            {
                connection.Receive();
            }

            if ((flags & Out) != 0)
            {
                connection.SendMore();
            }
        }
    }

    public void Dispose() => _ = close(_handle);

    private static int Handle(LoadConnection connection) => (int)connection.Socket.SafeHandle.DangerousGetHandle();

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    private void Control(int operation, LoadConnection connection, bool writing)
    {
        Span<byte> e = stackalloc byte[16];
        e.Clear();
        BitConverter.TryWriteBytes(e, In | (writing ? Out : 0));
        BitConverter.TryWriteBytes(e[(Stride - 8)..], Handle(connection));
        Check(epoll_ctl(_handle, operation, Handle(connection), ref e[0]));
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int handle, ref byte e);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int epoll, ref byte events, int count, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int handle);
}
