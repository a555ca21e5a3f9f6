using System.Net;
using Bridge.Server.Security;

namespace Bridge.Server.Pairing;

/// <summary>
/// The tickets that are out: in memory, at most 100, 120 s each. A typed code dies of five wrong guesses, whoever made them;
/// an address has ten tries a minute. The QR code's secret, of 128 bits, isn't touched by that. Measured by the clock that nobody sets: a
/// relay whose wall clock is put back must neither honour old tickets nor lock an address out.
/// </summary>
internal sealed class TicketStore(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(120);
    private const int MostTickets = 100;
    private const int WrongGuesses = 5;
    private const int TriesPerMinute = 10;
    private const int MostAddresses = 10_000;

    private readonly Lock _lock = new();
    private readonly List<Outstanding> _tickets = [];
    private readonly Dictionary<IPAddress, (int Tries, long Since)> _tries = [];

    public Ticket Issue(string room, string? device = null)
    {
        var ticket = new Ticket(Secret.New128(), Secret.NewCode(), room, time.GetUtcNow() + Lifetime, device);
        lock (_lock)
        {
            Sweep();
            _tickets.RemoveAll(t => device is not null && t.Ticket.Device == device); // a page that asks without end pushes nobody's ticket out
            if (_tickets.Count == MostTickets)
            {
                _tickets.RemoveAt(0);
            }

            _tickets.Add(new Outstanding(ticket, time.GetTimestamp()));
        }

        return ticket;
    }

    /// <summary>Claims the ticket of a secret, once.</summary>
    public (Ticket? Ticket, ClaimRefusal Refusal) Claim(string secret, IPAddress from)
    {
        lock (_lock)
        {
            if (!MayTry(from))
            {
                return (null, ClaimRefusal.TooManyTries);
            }

            Sweep();
            return (Take(_tickets.FindIndex(t => Secret.Same(t.Ticket.Secret, secret))), ClaimRefusal.NotValid);
        }
    }

    /// <summary>Claims the ticket of a typed code, once.</summary>
    public (Ticket? Ticket, ClaimRefusal Refusal) ClaimCode(string typed, IPAddress from)
    {
        var code = Secret.NormalizeCode(typed);
        lock (_lock)
        {
            if (!MayTry(from))
            {
                return (null, ClaimRefusal.TooManyTries);
            }

            Sweep();
            var ticket = Take(_tickets.FindIndex(t => t.WrongGuesses < WrongGuesses && Secret.Same(t.Ticket.Code, code)));
            if (ticket is null)
            {
                _tickets.ForEach(t => t.WrongGuesses++);
            }

            return (ticket, ClaimRefusal.NotValid);
        }
    }

    private Ticket? Take(int index)
    {
        if (index < 0)
        {
            return null;
        }

        var ticket = _tickets[index].Ticket;
        _tickets.RemoveAt(index);
        return ticket;
    }

    private bool MayTry(IPAddress from)
    {
        if (!_tries.TryGetValue(from, out var tries) || time.GetElapsedTime(tries.Since) >= TimeSpan.FromMinutes(1))
        {
            if (_tries.Count >= MostAddresses)
            {
                _tries.Clear();
            }

            tries = (0, time.GetTimestamp());
        }

        _tries[from] = (tries.Tries + 1, tries.Since);
        return tries.Tries < TriesPerMinute;
    }

    private void Sweep() => _tickets.RemoveAll(t => time.GetElapsedTime(t.IssuedAt) >= Lifetime);

    private sealed class Outstanding(Ticket ticket, long issuedAt)
    {
        public long IssuedAt { get; } = issuedAt;

        public Ticket Ticket { get; } = ticket;

        public int WrongGuesses { get; set; }
    }
}
