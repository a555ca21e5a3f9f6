using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Bridge.Mqtt.WebSockets;

/// <summary>
/// A client's masking keys: unpredictable, fresh for every frame (RFC 6455 section 5.3). Drawn in bulk, since one call to the
/// system's generator per frame costs more than the frame. Not thread-safe: the frame's writer owns it.
/// </summary>
internal sealed class WebSocketMaskingKeys
{
    private readonly uint[] _keys = new uint[32];
    private int _next = 32;

    public uint Next()
    {
        if (_next == _keys.Length)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(_keys.AsSpan()));
            _next = 0;
        }

        return _keys[_next++];
    }
}
