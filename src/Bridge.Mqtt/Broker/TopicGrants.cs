using System.Numerics;
using System.Runtime.InteropServices;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// The topics that one connection publishes on, found by their bytes. Direct-mapped: a topic that falls on another's place takes it,
/// which costs the other a look-up in the table. Small while few topics are used: most clients use a handful.
/// </summary>
internal sealed class TopicGrants
{
    private const int MaxPlaces = 64;

    private TopicGrant?[] _places = [];
    private int _used;

    public TopicGrant? Find(ReadOnlySpan<byte> topic)
    {
        if (_places.Length == 0)
        {
            return null;
        }

        var place = _places[Hash(topic) & (uint)(_places.Length - 1)];
        return place is not null && topic.SequenceEqual(place.Route.Utf8) ? place : null;
    }

    public void Add(TopicGrant grant)
    {
        if (_used * 2 >= _places.Length && _places.Length < MaxPlaces)
        {
            var old = _places;
            _places = new TopicGrant?[old.Length == 0 ? 2 : old.Length * 2];
            _used = 0;
            foreach (var place in old)
            {
                Put(place);
            }
        }

        Put(grant);
    }

    private void Put(TopicGrant? grant)
    {
        if (grant is not null)
        {
            ref var place = ref _places[Hash(grant.Route.Utf8) & (uint)(_places.Length - 1)];
            _used += place is null ? 1 : 0;
            place = grant;
        }
    }

    /// <summary>Length, head and tail tell a client's own topics apart; no defence is needed where a collision costs only time of the client itself.</summary>
    private static uint Hash(ReadOnlySpan<byte> topic)
    {
        ulong head = 0, tail = 0;
        if (topic.Length >= sizeof(ulong))
        {
            head = MemoryMarshal.Read<ulong>(topic);
            tail = MemoryMarshal.Read<ulong>(topic[^sizeof(ulong)..]);
        }
        else
        {
            foreach (var value in topic)
            {
                tail = (tail << 8) | value;
            }
        }

        var mixed = (BitOperations.RotateLeft(head, 29) ^ tail ^ (ulong)topic.Length) * 0x9E37_79B9_7F4A_7C15;
        return (uint)(mixed >> 40);
    }
}
