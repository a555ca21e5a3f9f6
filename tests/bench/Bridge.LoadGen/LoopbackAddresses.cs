using System.Net;

namespace Bridge.LoadGen;

/// <summary>Addresses of 127.0.0.0/8, a new one every 50 connections: a broker's default limit per address stays switched on.</summary>
internal static class LoopbackAddresses
{
    private const int PerAddress = 50;
    private static int _taken;

    public static IPAddress Next()
    {
        var number = _taken++ / PerAddress;
        return new IPAddress([127, 1, (byte)(number / 250), (byte)(1 + number % 250)]);
    }
}
