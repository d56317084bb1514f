import assert from 'node:assert/strict';
import { createClassifier } from '../../server/engine/flow/index.ts';
import { testCatalogue } from '../workspace.ts';

const { classify } = createClassifier(await testCatalogue());

/** Fields as developers of a country write them: the owner, what is personal of it, and what looks like that and is not. */
const FIELDS: Readonly<Record<string, readonly (readonly [owner: string, personal: string, other: string])[]>> = {
  Polish: [
    [
      'klient',
      'imie nazwisko nrTelefonu kod_pocztowy miejscowosc ulica numer_domu dataUrodzenia pesel',
      'nr_zamowienia kod_produktu data_zamowienia numer_faktury',
    ],
    ['pacjenci', 'wiek plec rozpoznanie alergie grupa_krwi waga', 'liczba_wizyt status_wizyty data_wizyty'],
    ['pracownik', 'wyksztalcenie stanowisko pensja nr_konta narodowosc', 'dzial_id nazwa_dzialu'],
    ['produkt', '', 'waga kraj nazwa miasto opis'],
    ['zamowienie', 'adres_klienta telefon_klienta', 'adres_url numer kwota'],
  ],
  Turkish: [
    ['kullanicilar', 'ad soyad eposta telefon_no dogum_tarihi cinsiyet sehir ilce', 'rol durum son_giris'],
    ['hasta', 'tc_kimlik_no kan_grubu alerji boy kilo tanı', 'randevu_tarihi oda_no'],
    ['personel', 'maas iban_no unvan medeni_durum', 'departman vardiya'],
    ['urun', '', 'ad marka il fiyat boy stok'],
    ['listing', '', 'ad boy il'],
  ],
  Italian: [
    [
      'clienti',
      'nome cognome codice_fiscale indirizzo citta provincia cap eta data_nascita',
      'ragione_sociale numero_ordine stato',
    ],
    ['pazienti', 'allergie patologie gruppo_sanguigno peso tessera_sanitaria', 'data_visita reparto'],
    ['dipendenti', 'stipendio titolo_di_studio numero_conto', 'turno ruolo'],
    ['prodotti', '', 'nome peso provincia cap prezzo'],
    ['driver', '', 'eta cap via'],
  ],
  Ukrainian: [
    ['пацієнт', 'прізвище імя датаНародження діагноз групаКрові вага телефон', 'датаВізиту статус'],
    ['pasazhyr', 'prizvyshche imya po_batkovi hromadyanstvo nomer_telefonu stat', 'nomer_reysu misce kod_pasazhyra'],
    ['працівник', 'посада зарплата номерРахунку адреса місто', 'відділ дата'],
    ['aeroport', '', 'shyrota dovgota misto krayina'],
    ['товар', '', 'назва вага країна місто'],
    ['account', '', 'stat vik'],
  ],
  Russian: [
    ['zayavka', 'fio_rukovoditelya telefon_klienta adres_patsienta', 'nomer_zayavki kod_klienta status_klienta'],
    ['заказ', 'телефон_клиента адрес_получателя', 'номер_заказа сумма_клиента'],
  ],
};

describe('names of fields in other languages', () => {
  for (const [language, rows] of Object.entries(FIELDS)) {
    it(`${language}: what is personal, and what only looks like it`, () => {
      const wrong: string[] = [];
      for (const [owner, personal, other] of rows) {
        for (const name of personal.split(' ').filter(Boolean)) {
          if (classify(name, [owner]) === null) wrong.push(`missed ${owner}.${name}`);
        }
        for (const name of other.split(' ').filter(Boolean)) {
          const found = classify(name, [owner]);
          if (found !== null) wrong.push(`${owner}.${name} is no ${found.category.key}`);
        }
      }
      assert.deepEqual(wrong, []);
    });
  }

  it('takes a word that English has too only beside a person named in its language', () => {
    assert.equal(classify('ad', ['musteri'])?.category.key, 'user.name');
    assert.equal(classify('ad', ['customer']), null);
    assert.equal(classify('eta', ['cliente'])?.category.key, 'user.demographic.age_range');
    assert.equal(classify('eta', ['courier']), null);
  });

  it('takes the address of a session for that of a person, and not that of a server', () => {
    assert.equal(classify('ip', ['Session'])?.category.key, 'user.device.ip_address');
    assert.equal(classify('ip', ['loginAttempt'])?.category.key, 'user.device.ip_address');
    assert.equal(classify('ip', ['server']), null);
    assert.equal(classify('name', ['Session']), null);
  });
});
