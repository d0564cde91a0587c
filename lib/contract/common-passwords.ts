/** The commonest passwords of eight characters and more, in lower case: the first that an attacker tries. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword passwort motdepasse contraseña
  12345678 123456789 1234567890 12345678910 123123123 11111111 111111111 1111111111 00000000 000000000 88888888 87654321
  987654321 0987654321 01234567 0123456789 11223344 1122334455 12121212 12341234 123454321 123456123 12344321 13131313
  66666666 77777777 99999999 55555555 22222222 33333333 44444444 147258369 741852963 789456123 159753456 123qwe123
  qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 qwertzui qwertzuiop azertyui azertyuiop 1q2w3e4r
  1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc qazwsxedc zaq12wsx q1w2e3r4 asdfghjk asdfghjkl asdf1234 zxcvbnm1
  zxcvbnm123 zxcvbnm, 1234qwer 123456qwerty qwer1234 abcd1234 abc12345 abc123456 a1b2c3d4 aa123456 aa12345678 a123456789
  abcdefgh abcdefghi iloveyou iloveyou1 iloveyou2 loveyou1 sunshine sunshine1 princess princess1 football football1
  baseball baseball1 basketball superman superman1 batman123 starwars pokemon1 dragon123 monkey123 shadow123 master123
  michael1 jennifer jordan23 jessica1 ashley123 charlie1 welcome1 welcome12 welcome123 letmein1 letmein123 trustno1
  whatever changeme changeme1 changeme123 default1 administrator admin123 admin1234 admin12345 administrator1 root1234
  computer internet internet1 samsung1 computer1 liverpool chelsea1 arsenal1 manchester barcelona realmadrid mercedes
  corvette midnight butterfly chocolate elephant victoria caroline danielle alexander benjamin nicholas jonathan
  christian hello123 hello1234 testtest test1234 test12345 secret123 freedom1 blink182 metallica slipknot sweetheart
  blessed1 precious jesus123 godisgood loveme123 fuckyou1 asshole1 startrek maverick einstein snoopy123 garfield
  summer2024 summer2025 summer2026 winter2024 winter2025 winter2026 spring2025 spring2026 autumn2025 autumn2026`.split(
    /\s+/,
  ),
)
